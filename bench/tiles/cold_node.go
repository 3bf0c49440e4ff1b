package main

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/paulmach/orb/geojson"

	"demarc/bench/peers"
)

const geojsonVTName = "geojson-vt"

//go:embed cold.cjs
var geojsonVTScript []byte

// geojsonVT runs geojson-vt 5 with vt-pbf in a process of its own: it indexes the layer once and
// gets the tiles of a zoom for each line it is sent.
func geojsonVT(l *coldLayer, dir string) (cutter, error) {
	npm, err := peers.NPM("geojson-vt", "geojson-vt@5.0.3", "vt-pbf@3.1.3")
	if err != nil {
		return cutter{}, err
	}
	collection := geojson.NewFeatureCollection()
	collection.Features = features(l.layer)
	addresses := [][][3]uint32{}
	for _, tiles := range l.tiles {
		list := [][3]uint32{}
		for _, t := range tiles {
			list = append(list, [3]uint32{t.z, t.x, t.y})
		}
		addresses = append(addresses, list)
	}
	input, err := json.Marshal(map[string]any{"name": l.name, "collection": collection, "tiles": addresses})
	if err != nil {
		return cutter{}, err
	}
	file, script := filepath.Join(dir, "geojson-vt.json"), filepath.Join(npm, "cold.cjs")
	if err := os.WriteFile(file, input, 0o666); err != nil {
		return cutter{}, err
	}
	if err := os.WriteFile(script, geojsonVTScript, 0o666); err != nil {
		return cutter{}, err
	}
	node := exec.Command("node", "--max-old-space-size=8192", script, file)
	node.Stderr = os.Stderr
	in, err := node.StdinPipe()
	if err != nil {
		return cutter{}, err
	}
	out, err := node.StdoutPipe()
	if err != nil {
		return cutter{}, err
	}
	if err := node.Start(); err != nil {
		return cutter{}, err
	}
	answers, spent := json.NewDecoder(bufio.NewReader(out)), time.Duration(0)
	cut := func(zoom int) (int, error) {
		var answer struct{ Bytes, Microseconds int }
		if _, err := fmt.Fprintln(in, zoom); err != nil {
			return 0, err
		}
		err := answers.Decode(&answer)
		spent += time.Duration(answer.Microseconds) * time.Microsecond
		return answer.Bytes, err
	}
	return cutter{name: geojsonVTName, cut: cut, cpu: func() time.Duration { return spent }, stop: func() { stop(in, node) }}, nil
}

func stop(in io.Closer, c *exec.Cmd) {
	in.Close()
	c.Wait()
}
