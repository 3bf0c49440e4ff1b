package server_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/export"
	"demarc/data/testdata"
)

// Every format of the table can be had, under a name that says what it is.
func TestEveryFormatIsServed(t *testing.T) {
	h := handler(t)
	for _, f := range export.Formats {
		target := "/export/control." + f.Extension + "?datetime=1972-11-25"
		w := get(t, h, target)
		if w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("%s: got %d with %d bytes: %.200s", target, w.Code, w.Body.Len(), w.Body)
			continue
		}
		header := w.Header()
		if got := header.Get("Content-Type"); got != f.MediaType {
			t.Errorf("%s: Content-Type %q, want %q", target, got, f.MediaType)
		}
		_, disposition, err := mime.ParseMediaType(header.Get("Content-Disposition"))
		if want := "isles-control-1972-11-25." + f.Extension; err != nil || disposition["filename"] != want {
			t.Errorf("%s: file name %q, %v; want %q", target, disposition["filename"], err, want)
		}
		if again := get(t, h, target, "If-None-Match", header.Get("ETag")); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("%s: got %d for a tag the client has, want 304", target, again.Code)
		}
		part := get(t, h, target, "Range", "bytes=2-5")
		if part.Code != http.StatusPartialContent || part.Body.String() != w.Body.String()[2:6] {
			t.Errorf("%s: got %d and %q for bytes 2 to 5, want %q", target, part.Code, part.Body, w.Body.String()[2:6])
		}
	}
}

func TestExportRefuses(t *testing.T) {
	h := handler(t)
	for _, tt := range []struct {
		target string
		status int
		want   string
	}{
		{"/export/control.docx", 404, ".parquet"},
		{"/export/control.geojson?dissolve=status", 400, "one day"},
		{"/export/control.gif?datetime=1972-01-01/1972-03-31&width=2000&height=1000", 400, "at most 120 million: fewer days"},
		{"/export/control.gif?datetime=-9000-01-01/9000-01-01&frames=days", 400, "at most 2000 frames"},
		{"/export/control.gif?seconds=0", 400, "0.02 to 10"},
		{"/export/shires.fgb?dissolve=colour", 400, "no field"},
		{"/export/front.geojson?dissolve=left&datetime=1972-11-25", 400, "not of areas"},
		{"/export/control", 404, "want one of"},
		{"/export/nothing.fgb", 404, "shires"},
		{"/export/nothing.shp.zip", 404, "shires"},
		{"/export/front.pmtiles?datetime=1990-06-01", 404, "an archive needs a tile"},
		{"/export/control.csv?bom=yes", 400, "true or false"},
		{"/export/control.kml?bom=true", 400, "unknown parameter"},
		{"/export/control.kml?datetime=1972-13-01", 400, "1972-13-01"},
		{"/export/control.kml?bbox=1,2,3", 400, "west,south,east,north"},
		{"/export/control.kml?viewpoint=nobody", 400, "nobody"},
	} {
		w := get(t, h, tt.target)
		var p struct{ Detail, Hint string }
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
			t.Errorf("%s: %v", tt.target, err)
		}
		if w.Code != tt.status || !strings.Contains(p.Detail+p.Hint, tt.want) {
			t.Errorf("%s: got %d %q, want %d with %q", tt.target, w.Code, p.Detail, tt.status, tt.want)
		}
		if w.Header().Get("Content-Disposition") != "" || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: an error must not look like a file: %v", tt.target, w.Header())
		}
	}
}

func TestCSVWithByteOrderMark(t *testing.T) {
	w := get(t, handler(t), "/export/places.csv?bom=true")
	if !strings.HasPrefix(w.Body.String(), "\xEF\xBB\xBFid,") {
		t.Errorf("got %.10q, want a byte order mark first", w.Body)
	}
}

// A file that fails half-way must not look like a whole one: the connection breaks.
func TestExportBreaksOff(t *testing.T) {
	table := export.Formats
	export.Formats = append(slices.Clone(table), export.Format{
		Name: "broken", Extension: "broken", MediaType: "text/plain", About: "fails after a megabyte",
		Write: func(w io.Writer, _ export.Job) error {
			for range 1 << 10 {
				if _, err := fmt.Fprintf(w, "%1024s", "x"); err != nil {
					return err
				}
			}
			return errors.New("the disk is full")
		},
	})
	defer func() { export.Formats = table }()
	live := httptest.NewServer(handler(t))
	defer live.Close()
	for _, coding := range []string{"identity", "gzip", "zstd"} {
		r, err := http.NewRequest(http.MethodGet, live.URL+"/export/control.broken", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", coding)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			continue // broken before anything was sent
		}
		_, err = io.ReadAll(answer.Body)
		answer.Body.Close()
		if answer.StatusCode == http.StatusOK && err == nil {
			t.Errorf("%s: the answer looks whole", coding)
		}
	}
}

// A client of FlatGeobuf gets what lies in a box by ranges, without the rest.
func TestFlatGeobufInRanges(t *testing.T) {
	places := manyPlaces(t, 3000)
	h := handlerOf(t, places)
	live := httptest.NewServer(h)
	defer live.Close()
	size := get(t, h, "/export/places.fgb").Body.Len()
	box := orb.Bound{Min: orb.Point{-130, -42}, Max: orb.Point{-129.9, -41.9}}
	var got struct {
		IDs   []string
		Bytes int
	}
	testdata.Node(t, &got, []string{"flatgeobuf"}, "../web", "testdata/fgb.mjs", live.URL+"/export/places.fgb", "-130", "-42", "-129.9", "-41.9")
	snapshot, _, err := data.Open(places)
	if err != nil {
		t.Fatal(err)
	}
	layer, err := snapshot.Layer(t.Context(), "places", data.Selection{During: date.Always})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, f := range layer.Features {
		if f.Geometry.Bound().Intersects(box) {
			want = append(want, f.ID)
		}
	}
	slices.Sort(want)
	slices.Sort(got.IDs)
	if !slices.Equal(got.IDs, want) || len(want) == 0 {
		t.Errorf("got %v, want %v", got.IDs, want)
	}
	if got.Bytes > size/2 {
		t.Errorf("%d bytes were read of %d: the index is of no use", got.Bytes, size)
	}
}

// manyPlaces returns the Lantern Isles with so many more places, in rows.
func manyPlaces(t *testing.T, n int) fstest.MapFS {
	t.Helper()
	var more strings.Builder
	for i := range n {
		fmt.Fprintf(&more, `{"type": "Feature", "id": "more_%d", "properties": {"names": {"en": "Place %d"}}, "geometry": {"type": "Point", "coordinates": [%g, %g]}},
`, i, i, -131+0.05*float64(i%60), -43+0.03*float64(i/60))
	}
	const first = `{"type": "Feature", "id": "lantern"`
	return testdata.With(t, testdata.Isles(), "places.geojson", first, more.String()+first, 1)
}
