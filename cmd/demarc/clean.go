package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"demarc/data/clean"
	"demarc/geo"
)

func cleanCommand() command {
	return command{
		name: "clean", summary: "make dirty regions an exact partition, and list every change",
		usage:   "[-layer NAME] [-tolerance LENGTH] [-gap AREA] [-priority ID,ID...] [-end inclusive] [-wrap=false] [-o FILE] [-json] DIR | FILE.geojson",
		example: "demarc clean -layer zones -tolerance 1m -o zones.geojson DIR",
		run:     cleanLayer,
	}
}

func cleanLayer(_ context.Context, c *call) error {
	layer := c.flags.String("layer", "", "the `layer` of the dataset; without it that of the zones, or, where there are none, the only one with regions")
	tolerance := measure{units: lengths, value: 1}
	c.flags.Var(&tolerance, "tolerance", "how far lines may be moved onto each other: a `length` such as 50cm (default 1m)")
	gap := measure{units: areas}
	c.flags.Var(&gap, "gap",
		"the size up to which gaps between regions are given to a neighbour: an `area` such as "+
			"0.01km2; without it only\nthose that are on average narrower than the tolerance")
	priority := c.flags.String("priority", "",
		"the `ids` of regions that keep what they share with others, "+
			"the most important first;\nthen those that stand first in the file")
	wrap := c.flags.Bool("wrap", true, "cut at the antimeridian what crosses it, each edge being taken the short way round;\n-wrap=false leaves it")
	from := c.flags.String("from", "", "the `property` with the first days; - for none; without it and -to the pair that import takes")
	to := c.flags.String("to", "", "the `property` with the ends; - for none")
	end := c.flags.String("end", "exclusive", "`inclusive`: the day in the property of ends is the last one; exclusive: it no longer belongs")
	order := c.dateFormatFlag("days of three numbers")
	file := c.flags.String("o", "", "the `file` to write, - for standard output; without it the changes are only listed")
	directory, asJSON := c.dataFlag(), c.jsonFlag()
	if err := c.parseOnly(directory); err != nil {
		return err
	}
	name, document, err := layerFile(*directory, *layer)
	if err != nil {
		return err
	}
	if *end != "inclusive" && *end != "exclusive" {
		return misusef("-end %q: want inclusive or exclusive", *end)
	}
	options := clean.Options{
		ToleranceM: tolerance.value, GapM2: gap.value, Wrap: *wrap,
		From: *from, To: *to, Inclusive: *end == "inclusive", DateFormat: *order,
	}
	if *priority != "" {
		options.Priority = strings.Split(*priority, ",")
	}
	result, err := clean.File(name, document, options)
	if err != nil {
		return err
	}
	if *file != "" {
		if err := toFile(*file, c.stdout, result.Write); err != nil {
			return err
		}
	}
	said := *c
	if *file == standardOutput {
		said.stdout = c.stderr // the layer has taken its place
	}
	if *asJSON {
		return said.printJSON(result)
	}
	said.printCleaned(name, result)
	return nil
}

// layerFile returns the file of a layer of a dataset, or the file that directory names.
func layerFile(directory, layer string) (name string, document []byte, err error) {
	if info, err := os.Stat(directory); err == nil && !info.IsDir() {
		if layer != "" {
			return "", nil, misusef("-layer %s: %s is a file, which is one layer", layer, directory)
		}
		document, err = os.ReadFile(directory)
		return directory, document, err
	}
	fsys, err := files(directory)
	if err != nil {
		return "", nil, err
	}
	if layer, err = chooseLayer(fsys, layer); err != nil {
		return "", nil, err
	}
	name = layerPath(layer)
	document, err = fs.ReadFile(fsys, name)
	return filepath.Join(directory, filepath.FromSlash(name)), document, err
}

func layerPath(id string) string { return path.Join("regions", id+".geojson") }

// chooseLayer returns the layer with the id, else that of the zones or, in a dataset of plain
// regions, the one that has regions.
func chooseLayer(fsys fs.FS, id string) (string, error) {
	var said struct {
		ControlLayer string `json:"control_layer"`
		Layers       []struct{ ID string }
	}
	content, err := fs.ReadFile(fsys, "dataset.json")
	if err == nil {
		err = json.Unmarshal(content, &said)
	}
	if err != nil {
		return "", fmt.Errorf("dataset.json: %w", err)
	}
	var all, filled []string
	for _, layer := range said.Layers {
		all = append(all, layer.ID)
		if hasRegions(fsys, layer.ID) {
			filled = append(filled, layer.ID)
		}
	}
	switch {
	case id != "" && !slices.Contains(all, id):
		return "", misusef("-layer %s: the dataset has no such layer: want one of %s", id, strings.Join(all, ", "))
	case id != "":
		return id, nil
	case len(filled) == 0 || slices.Contains(filled, said.ControlLayer):
		return said.ControlLayer, nil
	case len(filled) == 1:
		return filled[0], nil
	}
	return "", misusef("the dataset has no zones: say with -layer which is meant of %s", strings.Join(filled, ", "))
}

// hasRegions tells whether the file of a layer holds any. One that cannot be read may.
func hasRegions(fsys fs.FS, layer string) bool {
	var collection struct{ Features []json.RawMessage }
	content, err := fs.ReadFile(fsys, layerPath(layer))
	return err == nil && (json.Unmarshal(content, &collection) != nil || len(collection.Features) > 0)
}

func (c *call) printCleaned(name string, result *clean.Result) {
	kinds := map[string]int{}
	for _, f := range result.Findings {
		fmt.Fprintf(c.stdout, "%s: %s [%s]\n", name, f.Message, f.Kind)
		kinds[string(f.Kind)]++
	}
	if text := result.Days.Text(); text != "" {
		fmt.Fprintf(c.stderr, "demarc: %s\n", text)
	}
	before, after := 0.0, 0.0
	for _, r := range result.Changed {
		fmt.Fprintf(c.stdout, "%s: %s: %s became %s\n", name, r.ID, geo.AreaText(r.BeforeKm2*1e6, 6), geo.AreaText(r.AfterKm2*1e6, 6))
		before, after = before+r.BeforeKm2, after+r.AfterKm2
	}
	for _, note := range result.Notes {
		fmt.Fprintf(c.stderr, "demarc: %s: %s\n", name, note)
	}
	if len(result.Findings) == 0 {
		fmt.Fprintf(c.stderr, "demarc: an exact partition of %s\n", count(result.Regions, "region"))
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		fmt.Fprintf(c.stderr, "demarc: %s: %d\n", kind, kinds[kind])
	}
	if result.Rounded > 0 {
		fmt.Fprintf(c.stderr, "demarc: %s rounded to nine decimals\n", count(result.Rounded, "position"))
	}
	if len(result.Changed) > 0 {
		fmt.Fprintf(c.stderr, "demarc: %d of %s changed: %s became %s\n",
			len(result.Changed), count(result.Regions, "region"), geo.AreaText(before*1e6, 6), geo.AreaText(after*1e6, 6))
	}
}

// measure is a flag that holds a number with a unit.
type measure struct {
	units map[string]float64
	value float64 // in the unit called ""
}

var (
	lengths = map[string]float64{"": 1, "m": 1, "km": 1000, "cm": 0.01, "mm": 0.001}
	areas   = map[string]float64{"": 1, "m2": 1, "ha": 10_000, "km2": 1e6}
)

func (m *measure) String() string { return "" }

func (m *measure) Set(s string) error {
	digits := strings.TrimRightFunc(s, func(r rune) bool { return 'a' <= r && r <= 'z' })
	if unit := strings.TrimSuffix(s, "2"); unit != s {
		digits = strings.TrimRightFunc(unit, func(r rune) bool { return 'a' <= r && r <= 'z' })
		if digits == unit {
			digits = s
		}
	}
	factor, known := m.units[s[len(digits):]]
	value, err := strconv.ParseFloat(digits, 64)
	if !known || err != nil || !(value >= 0 && value < 1e15) {
		return fmt.Errorf("want a number with one of the units%s", strings.Join(slices.Sorted(maps.Keys(m.units)), " "))
	}
	m.value = value * factor
	return nil
}
