//go:build !race

// One export after the other: the race detector has nothing to find.

package export_test

import (
	"bytes"
	stdcsv "encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/export"
	"demarc/data/testdata"
	"demarc/geo"
)

func olden(t *testing.T) *data.Snapshot {
	t.Helper()
	s, problems, err := data.Open(testdata.Olden())
	if err != nil {
		t.Fatalf("%v: %v", err, problems)
	}
	return s
}

// write returns a file of a layer of the fixture of ancient years, and what was noted.
func write(t *testing.T, format, layer string) (content []byte, notes []string) {
	t.Helper()
	f, err := export.ByName(format)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = f.Write(&out, export.Job{
		Snapshot: olden(t), Layer: layer, Selection: all, Source: "https://example.org/export/x",
		Today: date.On(2026, 11, 29), Note: func(text string) { notes = append(notes, text) },
	})
	if err != nil {
		t.Fatalf("%s as %s: %v", layer, format, err)
	}
	return out.Bytes(), notes
}

// daysOf lists the days of a layer as they must be read, by feature.
func daysOf(layer geo.Layer) []string {
	var days []string
	from, to := layer.With(geo.RoleFrom), layer.With(geo.RoleTo)
	for i := range layer.Features {
		days = append(days, layer.Features[i].Text(from)+" "+layer.Features[i].Text(to))
	}
	slices.Sort(days)
	return days
}

func text(value any) string {
	s, _ := value.(string)
	return s
}

// Formats that cannot hold the days of ancient years write them as text and say so, in the file and
// beside it; all readers find the same days.
func TestAncientDaysInEveryFormat(t *testing.T) {
	layer, err := olden(t).Layer(t.Context(), "control", all)
	if err != nil {
		t.Fatal(err)
	}
	want := daysOf(layer)
	if !slices.Contains(want, "-0321-12-01 -0044-03-01") || !slices.Contains(want, "0000-02-29 0150-01-01") {
		t.Fatalf("the fixture lacks days before the year 1: %q", want)
	}
	for format, said := range map[string]string{
		"geojson": "", "geojsonseq": "", "geojsonl": "", "csv": "", "topojson": "", "parquet": "",
		"jsonfg":     "times of this format begin on 0000-01-01",
		"kml":        "times of this format begin on 0001-01-01",
		"kmz":        "times of this format begin on 0001-01-01",
		"shapefile":  "begin on 0001-01-01: written as text: valid_from, valid_to",
		"flatgeobuf": "begin on 0001-01-01: written as text: valid_from, valid_to",
		"gpkg":       "begin on 0001-01-01: written as text: valid_from, valid_to",
	} {
		t.Run(format, func(t *testing.T) {
			content, notes := write(t, format, "control")
			if got := strings.Join(notes, "; "); !strings.Contains(got, said) || (said == "") != (got == "") {
				t.Errorf("noted %q, want %q", got, said)
			}
			// Those that are compressed are looked into below.
			if within := said; !slices.Contains([]string{"shapefile", "kmz"}, format) && !bytes.Contains(content, []byte(within)) {
				t.Errorf("the file does not say %q", within)
			}
			if got := foreignDays(t, format, content); !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

// foreignDays lets a reader that is not ours read the days of the features.
func foreignDays(t *testing.T, format string, content []byte) []string {
	t.Helper()
	f, err := export.ByName(format)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "olden-control."+f.Extension)
	if err := os.WriteFile(file, content, 0o666); err != nil {
		t.Fatal(err)
	}
	var days []string
	add := func(values map[string]any) {
		days = append(days, text(values["valid_from"])+" "+text(values["valid_to"]))
	}
	switch format {
	case "shapefile", "flatgeobuf", "gpkg", "kml", "kmz":
		from := source{File: file}
		if format != "shapefile" && format != "flatgeobuf" {
			from.Layer = "control"
		}
		if format == "kml" || format == "kmz" {
			from.Layer = ""
		}
		read := readWithGDAL(t, from)[0]
		for _, f := range read.features {
			add(f.values)
		}
		if got := read.types["valid_from"]; got != "String" {
			t.Errorf("GDAL takes valid_from for %s, want String", got)
		}
	case "topojson", "parquet":
		for _, one := range readWithNode(t, file) {
			for _, f := range readCollection(t, []byte(`{"features":`+string(one.Features)+`}`)) {
				add(map[string]any{"valid_from": ofJavaScript(text(f.values["valid_from"])), "valid_to": ofJavaScript(text(f.values["valid_to"]))})
			}
		}
	case "csv":
		rows, err := stdcsv.NewReader(bytes.NewReader(content)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		from, to := slices.Index(rows[0], "valid_from"), slices.Index(rows[0], "valid_to")
		for _, row := range rows[1:] {
			days = append(days, row[from]+" "+row[to])
		}
	default:
		decoder := json.NewDecoder(bytes.NewReader(bytes.ReplaceAll(content, []byte{0x1e}, nil)))
		for decoder.More() {
			var v struct {
				Properties map[string]any
				Features   []struct{ Properties map[string]any }
				Type       string
			}
			if err := decoder.Decode(&v); err != nil {
				t.Fatal(err)
			}
			if v.Properties["valid_from"] != nil || v.Type == "Feature" {
				add(v.Properties)
			}
			for _, f := range v.Features {
				add(f.Properties)
			}
		}
	}
	slices.Sort(days)
	return days
}

var longYear = regexp.MustCompile(`^-00(\d{4}-\d\d-\d\d)T00:00:00.000Z$`)

// ofJavaScript returns the day that a reader in JavaScript prints: years before 0 have six digits.
func ofJavaScript(text string) string {
	if m := longYear.FindStringSubmatch(text); m != nil {
		return "-" + m[1]
	}
	return strings.TrimSuffix(text, "T00:00:00.000Z")
}

// The time of a feature begins where the format's days do, and none is told that is not so.
func TestAncientTimes(t *testing.T) {
	content, _ := write(t, "jsonfg", "control")
	var fg struct {
		Features []struct {
			ID   string
			Time *struct{ Interval [2]string }
		}
	}
	if err := json.Unmarshal(content, &fg); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range fg.Features {
		got[f.ID] = "none"
		if f.Time != nil {
			got[f.ID] = strings.Join(f.Time.Interval[:], " ")
		}
	}
	for id, want := range map[string]string{
		"upper@-0500-01-01": "none", "upper@-0044-03-01": "0000-01-01 ..", "lower@-0500-01-01": "0000-01-01 0000-02-28",
		"lower@0000-02-29": "0000-02-29 0149-12-31", "lower@0150-01-01": "0150-01-01 ..",
	} {
		if got[id] != want {
			t.Errorf("JSON-FG, %s: got %q, want %q", id, got[id], want)
		}
	}
	content, _ = write(t, "kml", "control")
	spans := regexp.MustCompile(`<TimeSpan>.*?</TimeSpan>`).FindAllString(strings.ReplaceAll(string(content), "\n", ""), -1)
	slices.Sort(spans)
	if got, want := slices.Compact(spans), []string{
		"<TimeSpan><begin>0150-01-01</begin></TimeSpan>", "<TimeSpan><end>0001-01-01</end></TimeSpan>", "<TimeSpan><end>0149-12-31</end></TimeSpan>",
	}; !slices.Equal(got, want) {
		t.Errorf("KML: got %q, want %q", got, want)
	}
}

// Formats whose dates begin later write those of later layers as ever.
func TestLaterDaysStayDates(t *testing.T) {
	s := snapshot(t)
	for _, format := range []string{"gpkg", "flatgeobuf", "shapefile"} {
		f, _ := export.ByName(format)
		var out bytes.Buffer
		err := f.Write(&out, export.Job{Snapshot: s, Layer: "control", Selection: all, Note: func(text string) {
			t.Errorf("%s: noted %q", format, text)
		}})
		if err != nil {
			t.Fatal(err)
		}
	}
}
