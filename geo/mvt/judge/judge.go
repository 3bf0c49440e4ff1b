// Package judge lets GEOS, by way of Python's shapely (Debian package python3-shapely), judge
// vector tiles. Tests and benchmarks use it; the program does not.
package judge

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"demarc/geo"
)

//go:embed judge.py
var script string

// python is Debian's, which finds Debian's packages whatever else is installed.
const python = "/usr/bin/python3"

// Address is that of a tile.
type Address struct{ Z, X, Y uint32 }

// Verdict is what was found in tiles.
type Verdict struct {
	Counts struct {
		Tiles, Features, Polygons, Vertices int

		Invalid int // polygons that are not valid, or of one feature and overlap
		Winding int // rings of no area, and features that begin with a hole
		Empty   int // layers without features, features without geometry
		Still   int // segments of no length
		Null    int // values that hold nothing
		Tags    int // features that name keys which are not there
		Layer   int // layers of another version or extent
		Gap     int // places that belong to no feature, where the source has one
		Overlap int // places that belong to two features, where the source has one
	}
	// Examples describes the first faults.
	Examples []string
}

// Faults is the number of all faults.
func (v *Verdict) Faults() int {
	c := v.Counts
	return c.Invalid + c.Winding + c.Empty + c.Still + c.Null + c.Tags + c.Layer + c.Gap + c.Overlap
}

// Judge has tiles judged. Gaps and overlaps are looked for in the layers of source, by name; tiles
// returns the content of a tile.
func Judge(source []geo.Layer, addresses []Address, tile func(z, x, y uint32) ([]byte, error)) (*Verdict, error) {
	file, err := writeSource(source)
	if err != nil {
		return nil, err
	}
	defer os.Remove(file)
	command := exec.Command(python, "-c", script, file)
	input, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	var out, messages strings.Builder
	command.Stdout, command.Stderr = &out, &messages
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("%s: %w (install the Debian package python3-shapely, or run make tools)", python, err)
	}
	err = feed(input, addresses, tile)
	if err := errors.Join(err, command.Wait()); err != nil {
		return nil, fmt.Errorf("the judge failed (it wants the Debian package python3-shapely): %w\n%s", err, &messages)
	}
	v := &Verdict{}
	return v, json.Unmarshal([]byte(out.String()), v)
}

func feed(input io.WriteCloser, addresses []Address, tile func(z, x, y uint32) ([]byte, error)) error {
	for _, a := range addresses {
		content, err := tile(a.Z, a.X, a.Y)
		if err != nil {
			return errors.Join(err, input.Close())
		}
		if len(content) == 0 {
			continue
		}
		if _, err := fmt.Fprintf(input, "%d %d %d %d\n%s", a.Z, a.X, a.Y, len(content), content); err != nil {
			return errors.Join(err, input.Close())
		}
	}
	return input.Close()
}

// writeSource writes the polygons of layers to a file.
func writeSource(layers []geo.Layer) (name string, err error) {
	file, err := os.CreateTemp("", "judge")
	if err != nil {
		return "", err
	}
	w := bufio.NewWriter(file)
	for _, layer := range layers {
		for _, f := range layer.Features {
			var shape orb.MultiPolygon
			geo.EachPart(f.Geometry, func(part orb.Geometry) {
				if polygon, ok := part.(orb.Polygon); ok {
					shape = append(shape, polygon)
				}
			})
			if len(shape) == 0 {
				continue
			}
			content, err := wkb.Marshal(shape)
			if err != nil {
				return "", errors.Join(fmt.Errorf("layer %s, feature %s: %w", layer.Name, f.ID, err), file.Close())
			}
			fmt.Fprintf(w, "%s %d\n", layer.Name, len(content)) // Flush tells of errors
			w.Write(content)
		}
	}
	return file.Name(), errors.Join(w.Flush(), file.Close())
}

// Over returns the addresses of the tiles of a zoom that meet a box in degrees, at most limit of
// them, spread evenly.
func Over(bound orb.Bound, z uint32, limit int) []Address {
	west, north := place(bound.Min[0], bound.Max[1], z)
	east, south := place(bound.Max[0], bound.Min[1], z)
	columns := int(east-west) + 1
	count := columns * (int(south-north) + 1)
	var addresses []Address
	for i := range min(limit, count) {
		k := i * count / min(limit, count)
		addresses = append(addresses, Address{z, west + uint32(k%columns), north + uint32(k/columns)})
	}
	return addresses
}
