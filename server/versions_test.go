package server_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"testing"

	"demarc/data/export"
	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
)

// A location looks the same as long as its version is, in each coding: its tag does not tell more.
func TestLocationsKeepTheirVersion(t *testing.T) {
	input, sum := sha256.New(), sha256.New()
	for _, files := range []fs.FS{testdata.Isles(), testdata.Olden(), testdata.Globe(), testdata.Small()} {
		store, err := live.New(files)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(input, store.Current().ID)
		h := server.New(store, server.Options{Today: today})
		for _, region := range store.Current().Dataset.Regions {
			if len(region.Geometry) == 0 {
				continue
			}
			at := region.Geometry.Bound().Center()
			for _, more := range []string{"", "&history=true&borders=true"} {
				for _, coding := range []string{"", "gzip", "br", "zstd"} {
					for _, point := range []string{fmt.Sprintf("lon=%f&lat=%f", at[0], at[1]), fmt.Sprintf("q=%f,%f", at[1], at[0])} {
						sum.Write(get(t, h, "/locate?"+point+more, "Accept-Encoding", coding).Body.Bytes())
					}
				}
			}
		}
	}
	update := flag.Lookup("update").Value.String() == "true"
	testdata.OutputKept(t, "testdata/outputs.txt", "location", server.LocationVersion,
		fmt.Sprintf("%x", input.Sum(nil)[:8]), fmt.Sprintf("%x", sum.Sum(nil)[:16]), update)
}

// tags are the entity tags of all kinds of answers.
func tags(t *testing.T, files fs.FS, options server.Options) map[string]string {
	t.Helper()
	store, err := live.New(files)
	if err != nil {
		t.Fatal(err)
	}
	options.Today = today
	h := server.New(store, options)
	all := map[string]string{}
	targets := []string{"/locate?lon=-130.3&lat=-42.2", "/locate?q=-42.2,-130.3&history=true", "/timeline", "/stats", hotTile, "/control?datetime=1972-11-25"}
	for _, format := range export.Formats {
		targets = append(targets, "/export/control."+format.Extension+"?datetime=1972-11-25")
	}
	for _, target := range targets {
		w := get(t, h, target)
		if all[target] = w.Header().Get("ETag"); all[target] == "" || w.Code != http.StatusOK {
			t.Errorf("%s: %d without a tag", target, w.Code)
		}
	}
	return all
}

// Programs of one release give the same tags, whatever else differs between them, and so do those
// of another release that writes the same. Where no version says what the program is, others have
// other tags. Another dataset always has.
func TestTagsOfReplicas(t *testing.T) {
	first := tags(t, testdata.Isles(), server.Options{Version: "v1.0.0", Page: tinyPage, Memory: 512 << 20})
	for name, options := range map[string]server.Options{
		"another build of the release": {Version: "v1.0.0"}, "another release": {Version: "v1.0.1"},
	} {
		if got := tags(t, testdata.Isles(), options); !maps.Equal(got, first) {
			t.Errorf("%s: got %v, want %v", name, got, first)
		}
	}
	made := func(target string) bool { // with a tag of what is asked, not of the answer
		return target[:4] == "/loc" || target[:4] == "/exp"
	}
	one, two := tags(t, testdata.Isles(), server.Options{Version: "(devel)", Build: "1"}), tags(t, testdata.Isles(), server.Options{Version: "(devel)", Build: "2"})
	changed := tags(t, testdata.With(t, testdata.Isles(), "dataset.json", `"version": "`, `"version": "9`, 1), server.Options{Version: "v1.0.0"})
	for target, tag := range first {
		if known := []string{tag, one[target], two[target]}; made(target) && len(slices.Compact(slices.Sorted(slices.Values(known)))) != 3 {
			t.Errorf("%s: got %q for three programs, want three", target, known)
		}
		if made(target) && changed[target] == tag {
			t.Errorf("%s: another dataset has the same tag", target)
		}
	}
}
