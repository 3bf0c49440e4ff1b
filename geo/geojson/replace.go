package geojson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/paulmach/orb"
)

// Replace copies a FeatureCollection to w with other geometries; everything else stays byte for byte. For feature i,
// counted from 0, geometry returns what is to stand in place of its geometry, and whether it is to be replaced
// at all. The document must be one that Parse and Read find no fault in.
func Replace(w io.Writer, document []byte, geometry func(i int) (g orb.Geometry, replace bool)) error {
	places, err := geometryPlaces(document)
	if err != nil {
		return err
	}
	done := 0
	for i, place := range places {
		g, replace := geometry(i)
		if !replace || place == [2]int{} {
			continue
		}
		if _, err := w.Write(document[done:place[0]]); err != nil {
			return err
		}
		if _, err := w.Write(AppendGeometry(nil, g)); err != nil {
			return err
		}
		done = place[1]
	}
	_, err = w.Write(document[done:])
	return err
}

// geometryPlaces returns where the geometry of each feature begins and ends, 0 and 0 if it has none.
func geometryPlaces(document []byte) ([][2]int, error) {
	d := json.NewDecoder(bytes.NewReader(document))
	var places [][2]int
	err := eachMember(d, func(name string) error {
		if name != "features" {
			return skip(d)
		}
		if err := opening(d, '['); err != nil {
			return err
		}
		for d.More() {
			place := [2]int{}
			err := eachMember(d, func(name string) error {
				var value json.RawMessage
				if err := d.Decode(&value); err != nil {
					return err
				}
				if end := int(d.InputOffset()); name == "geometry" {
					place = [2]int{end - len(value), end}
				}
				return nil
			})
			if err != nil {
				return err
			}
			places = append(places, place)
		}
		_, err := d.Token()
		return err
	})
	return places, err
}

// eachMember reads an object and calls visit, which must read the value, after each name.
func eachMember(d *json.Decoder, visit func(name string) error) error {
	if err := opening(d, '{'); err != nil {
		return err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		if err := visit(name.(string)); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

func opening(d *json.Decoder, bracket json.Delim) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	if token != bracket {
		return fmt.Errorf("at byte %d: got %v, want %v", d.InputOffset(), token, bracket)
	}
	return nil
}

func skip(d *json.Decoder) error {
	var value json.RawMessage
	return d.Decode(&value)
}
