package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"demarc/bench/inputs"
)

// worldFiles are a dataset around the world's borders, which have no timeline.
var worldFiles = map[string]string{
	"dataset.json": `{"id": "world", "title": {"en": "World borders"}, "licence": "ODbL-1.0", "attribution": "OpenStreetMap contributors", "languages": ["en"],
  "covers": {"from": "2017-01-01", "to": null, "extent": [-180, -90, 180, 90]}, "control_layer": "zones",
  "layers": [{"id": "zones", "title": {"en": "Zones"}}, {"id": "countries", "title": {"en": "Countries"}, "as_drawn": true}],
  "statuses": [{"id": "unknown", "names": {"en": "Unknown"}, "pattern": "dots"}]}`,
	"actors.json":  `{"actors": []}`,
	"events.json":  `{"events": []}`,
	"sources.json": `{"sources": [{"id": "osm", "title": "OpenStreetMap", "url": "https://www.openstreetmap.org/"}]}`,
	"control.json": `{"zones": {"nowhere": [{"from": "2017-01-01", "to": null, "status": "unknown", "sources": ["osm"]}]}}`,
	"regions/zones.geojson": `{"type": "FeatureCollection", "features": [
  {"type": "Feature", "id": "nowhere", "properties": {"names": {"en": "Nowhere"}}, "geometry": null}]}`,
}

// worldDataset writes them to a directory, and the borders with the ids and names that a dataset
// wants.
func worldDataset() (dataset, file string, err error) {
	world, err := inputs.WorldFile()
	if err != nil {
		return "", "", err
	}
	dataset, err = os.MkdirTemp("", "demarc-world")
	if err != nil {
		return "", "", err
	}
	if err := os.Mkdir(filepath.Join(dataset, "regions"), 0o777); err != nil {
		return dataset, "", err
	}
	for name, content := range worldFiles {
		if err := os.WriteFile(filepath.Join(dataset, name), []byte(content), 0o666); err != nil {
			return dataset, "", err
		}
	}
	file = filepath.Join(dataset, "regions", "countries.geojson")
	return dataset, file, named(world, file)
}

var codeAtEnd = regexp.MustCompile(`"properties":\{"A3":"([A-Z]+)"\}\}(,?)$`)

// named copies the borders, of which each country has a line.
func named(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	defer out.Close()
	w := bufio.NewWriter(out)
	lines := bufio.NewReader(in)
	countries := 0
	for {
		line, err := lines.ReadString('\n')
		line = strings.TrimRight(line, "\n")
		tail := max(0, len(line)-100)
		if m := codeAtEnd.FindStringSubmatch(line[tail:]); m != nil {
			countries++
			line = fmt.Sprintf(`{"type":"Feature","id":"%s",%s"properties":{"names":{"en":"%s"}}}%s`,
				strings.ToLower(m[1]), strings.TrimPrefix(line[:len(line)-len(m[0])], `{"type":"Feature",`), m[1], m[2])
		}
		fmt.Fprintln(w, line)
		if err != nil {
			break
		}
	}
	if countries < leastFeatures {
		return fmt.Errorf("%s: %d countries: want %d, one a line", from, countries, leastFeatures)
	}
	return w.Flush()
}
