//go:build !js && !race

package main_test

import (
	"image/png"
	"maps"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"demarc/data"
	"demarc/data/export"
	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/geo"
	"demarc/geo/geoparquet"
	"demarc/server"
	"demarc/server/answer"
	"demarc/server/answer/files"
)

// Files of the formats that a browser makes have the bytes that a server's have which is asked for
// a published map, whatever is asked for.
func TestFilesAreThoseOfTheServer(t *testing.T) {
	questions := slices.Concat(filesAsked(t), filesOf(t))
	_, answers := replay(t, "./exports", questions)
	store, err := live.New(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	today := func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }
	h := server.New(store, server.Options{Version: "test", Today: today, Elsewhere: true})
	problems, made := 0, map[string]int{}
	for i, q := range questions {
		got, want := answers[i], answerOf(h, q)
		if strings.HasPrefix(want.Type, "image/") {
			want.Body = drawnAlone(t, store.Current(), q, today)
		}
		if got.Status != want.Status || got.Type != want.Type || !same(t, got, want) {
			t.Errorf("%s: got %d %s, %d bytes %.300q\nwant %d %s, %d bytes %.300q", q.Address, got.Status, got.Type, len(got.Body), got.Body,
				want.Status, want.Type, len(want.Body), want.Body)
		}
		if got.Status != 200 {
			problems++
			continue
		}
		format, _, err := export.ByFile(strings.SplitN(q.Address, "?", 2)[0])
		if err != nil {
			t.Fatal(err)
		}
		made[format.Name]++
	}
	for _, f := range export.Formats {
		if f.Browser && made[f.Name] < 5 {
			t.Errorf("%d files of the format %s were compared, want five", made[f.Name], f.Name)
		}
	}
	if problems < 10 {
		t.Errorf("%d of %d questions had a problem, want ten", problems, len(questions))
	}
}

// drawnAlone is the picture without the world below the map, which browsers have as tiles of the
// page alone.
func drawnAlone(t *testing.T, s *data.Snapshot, q question, today func() time.Time) string {
	t.Helper()
	var body strings.Builder
	_, err := answer.Ask(t.Context(), s, answer.Asked{Address: q.Address, Files: files.Path, Today: today}, &body)
	if err != nil {
		t.Fatal(err)
	}
	return body.String()
}

// The paper names the formats that a published map makes.
func TestPaperNamesTheFilesOfABrowser(t *testing.T) {
	paper, err := os.ReadFile("../../docs/publish.md")
	if err != nil {
		t.Fatal(err)
	}
	want := "`" + strings.Join(files.Extensions(), "`, `") + "`"
	if !strings.Contains(strings.Join(strings.Fields(string(paper)), " "), want) {
		t.Errorf("docs/publish.md lacks the list of formats: %s", want)
	}
}

// same compares files by their bytes, but for two formats that are made by other code on each
// processor: pixels are rounded to one shade or the next, and columns packed in other ways.
func same(t *testing.T, got, want told) bool {
	t.Helper()
	if got.Body == want.Body {
		return true
	}
	switch got.Type {
	case "image/png":
		return most(t, got.Body, want.Body) <= 1
	case "application/vnd.apache.parquet":
		return reflect.DeepEqual(rowsOf(t, got.Body), rowsOf(t, want.Body))
	}
	return false
}

// most is the largest difference of two pictures in a pixel, in parts of 255.
func most(t *testing.T, a, b string) (most int) {
	t.Helper()
	one, err := png.Decode(strings.NewReader(a))
	if err != nil {
		t.Fatal(err)
	}
	other, err := png.Decode(strings.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if one.Bounds() != other.Bounds() {
		return 255
	}
	size := one.Bounds().Size()
	for x := range size.X {
		for y := range size.Y {
			r, g, b, _ := one.At(x, y).RGBA()
			r2, g2, b2, _ := other.At(x, y).RGBA()
			for _, d := range []int{int(r) - int(r2), int(g) - int(g2), int(b) - int(b2)} {
				most = max(most, d>>8, -d>>8)
			}
		}
	}
	return most
}

func rowsOf(t *testing.T, body string) geo.Layer {
	t.Helper()
	layer, _, err := geoparquet.Read(strings.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	return layer
}

// filesAsked are the files that the server's tests ask for, but those that only servers make.
func filesAsked(t *testing.T) []question {
	t.Helper()
	return slices.DeleteFunc(askedAt(t, `export/([^"]*)`), func(q question) bool {
		path, _, _ := strings.Cut(q.Address, "?")
		format, _, err := export.ByFile(path)
		return err == nil && !format.Browser || strings.Contains(path, ".slow") || !strings.Contains(path, ".")
	})
}

// filesOf are files of each format: of all days, of one and of several, of layers of all sorts, and
// with each of its parameters.
func filesOf(t *testing.T) (all []question) {
	t.Helper()
	values := map[string][]string{
		"dissolve": {"status", "nothing"}, "bom": {"true", "1"}, "scale": {"1.5", "9"}, "theme": {"dark", "blue"},
		"width": {"400", "1"}, "height": {"300"}, "lang": {"ru", "xx"},
	}
	for _, f := range export.Formats {
		if !f.Browser {
			continue
		}
		ask := func(layer string, query ...string) {
			of := url.Values{}
			for i := 0; i < len(query); i += 2 {
				of.Set(query[i], query[i+1])
			}
			all = append(all, question{Address: strings.TrimSuffix("/export/"+layer+"."+f.Extension+"?"+of.Encode(), "?")})
		}
		const day = "1972-11-25"
		for _, layer := range []string{"control", "places", "events", "front"} {
			ask(layer)
			ask(layer, "datetime", day)
		}
		ask("control", "datetime", "1972-01-01/1973-01-01", "viewpoint", "crown_announced")
		ask("control", "datetime", day, "bbox", "-130.1,-42.1,-129.9,-41.9")
		ask("control", "datetime", day, "nothing", "1")
		for _, name := range slices.Sorted(maps.Keys(f.Parameters)) {
			if values[name] == nil {
				t.Errorf("the parameter %s of %s: want values to try", name, f.Name)
			}
			for _, value := range values[name] {
				ask("control", "datetime", day, name, value)
			}
		}
	}
	return all
}
