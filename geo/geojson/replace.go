package geojson

import (
	"bytes"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/paulmach/orb"
)

// Replace copies a FeatureCollection to w with other geometries; everything else stays byte for
// byte. For feature i, counted from 0, geometry returns what is to stand in place of its geometry,
// and whether it is to be replaced at all. The document must be one that Parse and Read find no
// fault in.
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

// geometryPlaces returns where the geometry of each feature begins and ends, 0 and 0 if it has
// none.
func geometryPlaces(document []byte) ([][2]int, error) {
	d := jsontext.NewDecoder(bytes.NewBuffer(document), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	var places [][2]int
	err := eachMember(d, func(name string) error {
		if name != "features" {
			return d.SkipValue()
		}
		if err := opening(d, jsontext.KindBeginArray); err != nil {
			return err
		}
		for d.PeekKind() != jsontext.KindEndArray {
			place := [2]int{}
			err := eachMember(d, func(name string) error {
				value, err := d.ReadValue()
				if end := int(d.InputOffset()); name == "geometry" {
					place = [2]int{end - len(value), end}
				}
				return err
			})
			if err != nil {
				return err
			}
			places = append(places, place)
		}
		_, err := d.ReadToken()
		return err
	})
	return places, err
}

// eachMember reads an object and calls visit, which must read the value, after each name.
func eachMember(d *jsontext.Decoder, visit func(name string) error) error {
	if err := opening(d, jsontext.KindBeginObject); err != nil {
		return err
	}
	for d.PeekKind() != jsontext.KindEndObject {
		name, err := d.ReadToken()
		if err != nil {
			return err
		}
		if err := visit(name.String()); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}

func opening(d *jsontext.Decoder, bracket jsontext.Kind) error {
	token, err := d.ReadToken()
	if err == nil && token.Kind() != bracket {
		err = fmt.Errorf("at byte %d: got %s, want %s", d.InputOffset(), token.Kind(), bracket)
	}
	return err
}
