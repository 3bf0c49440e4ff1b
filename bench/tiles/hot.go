package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"demarc/bench/measure"
	"demarc/bench/peers"
	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/karabakh"
)

const (
	bareName         = "bare net/http"
	goPMTiles        = "github.com/protomaps/go-pmtiles@v1.28.0"
	tileServer       = "tileserver-gl-light@5.6.0"
	connections      = 48
	hotTileCount     = 100
	datetime         = "2020-11-25"
	smallestHotBytes = 1000
)

// contender is a server with the addresses of the same tiles.
type contender struct {
	name   string
	server *peers.Server
	paths  []string
	claim  float64 // requests a second of ours to theirs that are asked for; 0: none
	script string  // for wrk

	rate, cpu measure.Result // requests a second; CPU time per request
	others    []float64      // cores that other programs took in each sample
}

func hotTiles(report *measure.Report, s settings) error {
	dir, err := os.MkdirTemp("", "demarc-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	tiles, err := pickTiles()
	if err != nil {
		return err
	}
	for _, own := range []bool{true, false} {
		if err := serveHot(report, s, dir, tiles, cores(own)); err != nil {
			return err
		}
	}
	return nil
}

// cores tells whether servers and client have a core each, which they keep, or share all.
type cores bool

// The cores that each has.
const serverCore, clientCore = "0", "1"

// command returns what runs a program on a core, if it is to keep to one.
func (own cores) command(core, program string, args ...string) []string {
	command := append([]string{program}, args...)
	if own {
		command = append([]string{"taskset", "-c", core}, command...)
	}
	return command
}

// serveHot starts all servers and compares them.
func serveHot(report *measure.Report, s settings, dir string, tiles []string, own cores) error {
	contenders, err := startAll(dir, tiles, own)
	defer func() {
		for _, c := range contenders {
			c.server.Stop()
		}
	}()
	if err != nil {
		return err
	}
	mean, err := sameTiles(contenders)
	if err != nil {
		return err
	}
	for round := range s.rounds + 1 {
		for _, c := range contenders {
			sample, err := c.quietest(s.load, own)
			if err != nil {
				return err
			}
			if round > 0 {
				c.add(sample)
			}
		}
	}
	reportHot(report, s, contenders, mean, own)
	return nil
}

// pickTiles picks tiles of the bundled dataset's control layer at random, none of them tiny.
func pickTiles() ([]string, error) {
	snapshot, _, err := data.Open(karabakh.FS())
	if err != nil {
		return nil, err
	}
	day, err := date.Parse(datetime)
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(1, 2))
	bound, seen := snapshot.TileBound(dataset.ControlLayer), map[string]bool{}
	var tiles []string
	for tries := 0; len(tiles) < hotTileCount; tries++ {
		if tries > 100*hotTileCount {
			return nil, fmt.Errorf("only %d tiles have %d bytes: want %d", len(tiles), smallestHotBytes, hotTileCount)
		}
		z := 6 + r.Uint32N(6)
		x, y := tileOf(z, bound.Min[0]+r.Float64()*(bound.Max[0]-bound.Min[0]), bound.Min[1]+r.Float64()*(bound.Max[1]-bound.Min[1]))
		name := fmt.Sprintf("%d/%d/%d", z, x, y)
		tile, err := snapshot.Tile(context.Background(), dataset.ControlLayer, day, z, x, y)
		if err != nil {
			return nil, err
		}
		if !seen[name] && len(tile) >= smallestHotBytes {
			tiles = append(tiles, name)
			seen[name] = true
		}
	}
	return tiles, nil
}

// startAll starts every server with the same tiles. Those that run are returned with an error too.
func startAll(dir string, tiles []string, own cores) (all []*contender, err error) {
	root, err := measure.Root()
	if err != nil {
		return nil, err
	}
	demarc, err := peers.Demarc(root, dir)
	if err != nil {
		return nil, err
	}
	archive := filepath.Join(dir, "control.pmtiles")
	if out, err := exec.Command(demarc, "export", "-datetime", datetime, "-o", archive).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("demarc export: %w: %s", err, out)
	}
	add := func(name, path, suffix string, claim float64, program string, args ...string) error {
		c := &contender{name: name, claim: claim, script: filepath.Join(dir, strconv.Itoa(len(all))+".lua")}
		for _, tile := range tiles {
			c.paths = append(c.paths, path+tile+suffix)
		}
		command := own.command(serverCore, program, args...)
		server, err := peers.Start(dir, c.paths[0], command[0], command[1:]...)
		if err != nil {
			return err
		}
		c.server = server
		all = append(all, c)
		return os.WriteFile(c.script, []byte(script(c.paths)), 0o666)
	}
	query := ".mvt?datetime=" + datetime
	if err := add("demarc", "/tiles/control/", query, 0, demarc, "serve", "-addr", "127.0.0.1:PORT"); err != nil {
		return all, err
	}
	if err := saveAnswers(filepath.Join(dir, "answers"), all[0]); err != nil {
		return all, err
	}
	self, err := os.Executable()
	if err != nil {
		return all, err
	}
	pmtiles, err := peers.Go(goPMTiles)
	if err != nil {
		return all, err
	}
	tegola, tegolaArgs, err := tegolaServer(root, dir, all[0], tiles)
	if err != nil {
		return all, err
	}
	npm, err := peers.NPM("tileserver", tileServer)
	if err != nil {
		return all, err
	}
	config := filepath.Join(dir, "tileserver.json")
	if err := os.WriteFile(config, fmt.Appendf(nil, `{"options":{"paths":{"root":%q,"pmtiles":%q}},"data":{"control":{"pmtiles":"control.pmtiles"}}}`, dir, dir), 0o666); err != nil {
		return all, err
	}
	return all, errors.Join(
		add(bareName, "/tiles/control/", query, 0.9, self, "-bare", "127.0.0.1:PORT", "-answers", filepath.Join(dir, "answers"), "-timeouts"),
		add("bare net/http, no timeouts", "/tiles/control/", query, 0, self, "-bare", "127.0.0.1:PORT", "-answers", filepath.Join(dir, "answers")),
		add("go-pmtiles serve", "/control/", ".mvt", 2.7, pmtiles, "serve", dir, "--port", "PORT"),
		add("tegola, cached", "/maps/control/", ".pbf", 2.3, tegola, tegolaArgs...),
		add("tileserver-gl-light", "/data/control/", ".pbf", 25, "node", filepath.Join(npm, "node_modules/tileserver-gl-light/src/main.js"),
			"--config", config, "--port", "PORT", "--bind", "127.0.0.1"),
	)
}

// fetch asks as wrk does.
func (c *contender) fetch(path string) (*http.Response, []byte, error) {
	request, err := http.NewRequest(http.MethodGet, c.server.Address+path, nil)
	if err != nil {
		return nil, nil, err
	}
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s: %s", c.name, path, response.Status)
	}
	return response, body, err
}

// saveAnswers writes what a server says for the bare one.
func saveAnswers(file string, c *contender) error {
	answers := map[string]answer{}
	for _, path := range c.paths {
		for range 2 { // the second from memory
			response, body, err := c.fetch(path)
			if err != nil {
				return err
			}
			response.Header.Del("Date") // net/http writes it
			answers[path] = answer{response.Header, body}
		}
	}
	var out bytes.Buffer
	if err := gob.NewEncoder(&out).Encode(answers); err != nil {
		return err
	}
	return os.WriteFile(file, out.Bytes(), 0o666)
}

// sameTiles checks that all servers have the same tiles and returns their mean size, compressed.
func sameTiles(contenders []*contender) (mean int, err error) {
	for i := range contenders[0].paths {
		var first []byte
		for k, c := range contenders {
			response, body, err := c.fetch(c.paths[i])
			if err != nil {
				return 0, err
			}
			if response.Header.Get("Content-Encoding") == "gzip" {
				unzip, err := gzip.NewReader(bytes.NewReader(body))
				if err != nil {
					return 0, fmt.Errorf("%s: %s: %w", c.name, c.paths[i], err)
				}
				if k == 0 {
					mean += len(body)
				}
				if body, err = io.ReadAll(unzip); err != nil {
					return 0, fmt.Errorf("%s: %s: %w", c.name, c.paths[i], err)
				}
			}
			if k == 0 {
				first = body
			} else if !bytes.Equal(first, body) {
				return 0, fmt.Errorf("%s: %s: %d bytes, %s has %d others", c.name, c.paths[i], len(body), contenders[0].name, len(first))
			}
		}
	}
	return mean / len(contenders[0].paths), nil
}
