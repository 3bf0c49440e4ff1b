package dataset_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"demarc/data/dataset"
)

// Coordinates take about as much memory as their text while a file is loaded, not tens of times as
// much: files of hundreds of megabytes are usual.
func TestLoadTakesLittleMemory(t *testing.T) {
	files := small(t)
	var text strings.Builder
	text.WriteString(`{"type": "FeatureCollection", "features": [`)
	for i := range 200 {
		if i > 0 {
			text.WriteString(",\n")
		}
		fmt.Fprintf(&text, `{"type": "Feature", "id": "c%d", "properties": {"names": {"en": "C"}}, "geometry": {"type": "MultiPolygon", "coordinates": [`, i)
		for part := range 20 {
			if part > 0 {
				text.WriteString(",")
			}
			text.WriteString("[[")
			for k := range 60 {
				fmt.Fprintf(&text, "[%.5f,%.5f],", 10+float64(i)*0.01+float64(k%30)/30000, 50+float64(part)*0.01+float64(k/30)/1000)
			}
			fmt.Fprintf(&text, "[%.5f,%.5f]]]", 10+float64(i)*0.01, 50+float64(part)*0.01)
		}
		text.WriteString("]}}")
	}
	text.WriteString("]}")
	files[countiesFile] = &fstest.MapFile{Data: []byte(text.String())}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	reading, err := dataset.Load(files)
	runtime.ReadMemStats(&after)
	if err != nil || len(reading.Dataset.Regions) < 200 {
		t.Fatalf("%v, or too few regions", err)
	}
	if times := float64(after.TotalAlloc-before.TotalAlloc) / float64(text.Len()); times > 3 {
		t.Errorf("loading allocates %.1f times the file of %d bytes, want at most 3", times, text.Len())
	}
}
