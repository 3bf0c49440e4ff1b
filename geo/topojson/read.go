package topojson

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/geojson"
	"demarc/geo/jsontree"
)

// maxPositions bounds what is made of a file: arcs are named again and again, so a small file can
// stand for any number of positions.
const maxPositions = 30_000_000

// Is tells whether a JSON document says that it is a topology, wherever it says so.
func Is(document []byte) bool {
	decoder := jsontext.NewDecoder(bytes.NewReader(bytes.TrimPrefix(document, []byte("\xef\xbb\xbf"))))
	if token, err := decoder.ReadToken(); err != nil || token.Kind() != '{' {
		return false
	}
	for {
		name, err := decoder.ReadToken()
		if err != nil || name.Kind() != '"' {
			return false
		}
		if name.String() == "type" {
			kind, err := decoder.ReadToken()
			return err == nil && kind.String() == "Topology"
		}
		if decoder.SkipValue() != nil {
			return false
		}
	}
}

// Read reads a topology, quantised or not: each of its objects is a layer, the geometries of a
// collection its features. Properties become fields as geojson.ReadLayer has it. Heights are left
// out, and shells run anticlockwise. Collections within a feature stay collections.
func Read(document []byte) ([]geo.Layer, error) {
	r := &reader{document: bytes.TrimPrefix(document, []byte("\xef\xbb\xbf")), scale: orb.Point{1, 1}}
	if err := r.top(); err != nil {
		return nil, err
	}
	if r.objects == nil || r.objects.Kind != jsontree.Object {
		return nil, errors.New("topology without \"objects\": want an object of geometries by their names")
	}
	r.settleArcs()
	var layers []geo.Layer
	for _, m := range r.objects.Members {
		layer, err := r.layer(m.Name, m.Value)
		if err != nil {
			return nil, fmt.Errorf("object %q: %w", m.Name, err)
		}
		layer.Metadata = r.metadata
		layers = append(layers, layer)
	}
	return layers, nil
}

// reader has the parts of a topology.
type reader struct {
	document         []byte
	transformed      bool
	scale, translate orb.Point
	arcs             [][]orb.Point
	objects          *jsontree.Node
	metadata         map[string]string
	made             int // positions so far
}

// top reads the members of the topology. They may come in any order, so that arcs are settled
// later.
func (r *reader) top() error {
	decoder := jsontext.NewDecoder(bytes.NewReader(r.document))
	if token, err := decoder.ReadToken(); err != nil || token.Kind() != '{' {
		return r.at(decoder, cmpError(err, "want an object with \"type\": \"Topology\""))
	}
	rest := &jsontree.Node{Kind: jsontree.Object}
	for decoder.PeekKind() != '}' {
		name, err := decoder.ReadToken()
		if err != nil {
			return r.at(decoder, err)
		}
		member := name.String()
		if member == "arcs" {
			if err := r.readArcs(decoder); err != nil {
				return r.at(decoder, err)
			}
			continue
		}
		node, err := r.value(decoder)
		if err != nil {
			return r.at(decoder, err)
		}
		rest.Members = append(rest.Members, jsontree.Member{Name: member, Line: node.Line, Value: node})
	}
	if _, err := decoder.ReadToken(); err != nil {
		return r.at(decoder, err)
	}
	if _, err := decoder.ReadToken(); err != io.EOF {
		return r.at(decoder, errors.New("text after the end of the document"))
	}
	if kind := rest.Member("type"); kind == nil || kind.Text != "Topology" {
		return errors.New("want an object with \"type\": \"Topology\"")
	}
	r.objects, r.metadata = rest.Member("objects"), geojson.Members(rest)
	return r.transform(rest.Member("transform"))
}

func cmpError(err error, or string) error {
	if err == nil {
		return errors.New(or)
	}
	return err
}

// at adds the line that the decoder has come to.
func (r *reader) at(decoder *jsontext.Decoder, err error) error {
	if err == nil {
		return nil
	}
	end := min(int(decoder.InputOffset()), len(r.document))
	return fmt.Errorf("line %d: %w", 1+bytes.Count(r.document[:end], []byte("\n")), err)
}

// value reads the next value as a tree with the lines of the document.
func (r *reader) value(decoder *jsontext.Decoder) (*jsontree.Node, error) {
	text, err := decoder.ReadValue()
	if err != nil {
		return nil, err
	}
	lines := bytes.Count(r.document[:int(decoder.InputOffset())-len(text)], []byte("\n"))
	node, err := jsontree.Parse(text)
	if wrong := (*jsontree.SyntaxError)(nil); errors.As(err, &wrong) {
		return nil, errors.New(wrong.Message) // its line is that within the value
	} else if err != nil {
		return nil, err
	}
	moveLines(node, lines)
	return node, nil
}

func moveLines(n *jsontree.Node, by int) {
	if n.Line += by; by == 0 {
		return
	}
	for _, item := range n.Items {
		moveLines(item, by)
	}
	for _, m := range n.Members {
		moveLines(m.Value, by)
	}
}

// transform reads scale and translate, which need not be there.
func (r *reader) transform(node *jsontree.Node) error {
	if node == nil || node.Kind == jsontree.Null {
		return nil
	}
	r.transformed = true
	for name, into := range map[string]*orb.Point{"scale": &r.scale, "translate": &r.translate} {
		pair := node.Member(name)
		if pair == nil || len(pair.Items) < 2 {
			return fmt.Errorf("line %d: \"transform\": %q: want two numbers", node.Line, name)
		}
		for i := range into {
			v, ok := pair.Items[i].Float()
			if !ok {
				return fmt.Errorf("line %d: \"transform\": %q: want two numbers", node.Line, name)
			}
			into[i] = v
		}
	}
	return nil
}

// readArcs reads the arcs as they stand.
func (r *reader) readArcs(decoder *jsontext.Decoder) error {
	return list(decoder, "\"arcs\"", func() error {
		var arc []orb.Point
		err := list(decoder, fmt.Sprintf("arc %d", len(r.arcs)), func() error {
			p, err := position(decoder)
			arc = append(arc, p)
			return err
		})
		r.arcs = append(r.arcs, arc)
		return err
	})
}

// list reads an array of which one reads each item.
func list(decoder *jsontext.Decoder, what string, one func() error) error {
	if token, err := decoder.ReadToken(); err != nil || token.Kind() != '[' {
		return cmpError(err, what+": want an array")
	}
	for decoder.PeekKind() != ']' {
		if err := one(); err != nil {
			return err
		}
	}
	_, err := decoder.ReadToken()
	return err
}

// position reads two numbers, and passes over those behind them.
func position(decoder *jsontext.Decoder) (p orb.Point, err error) {
	n := 0
	err = list(decoder, "position", func() error {
		token, err := decoder.ReadToken()
		if err != nil || token.Kind() != '0' {
			return cmpError(err, "position: want numbers")
		}
		if n++; n <= 2 {
			p[n-1], err = strconv.ParseFloat(token.String(), 64)
		}
		return err
	})
	if err == nil && n < 2 {
		err = errors.New("position: want two numbers")
	}
	return p, err
}

// settleArcs makes positions of steps, which are counted from each to the next.
func (r *reader) settleArcs() {
	if !r.transformed {
		return
	}
	for _, arc := range r.arcs {
		var at orb.Point
		for i, step := range arc {
			at = orb.Point{at[0] + step[0], at[1] + step[1]}
			arc[i] = r.settled(at)
		}
	}
}

func (r *reader) settled(p orb.Point) orb.Point {
	if !r.transformed {
		return p
	}
	return orb.Point{onGrid(p[0], r.scale[0], r.translate[0]), onGrid(p[1], r.scale[1], r.translate[1])}
}

// onGrid returns the place of a step. A scale that is the inverse of a whole number, as those that
// Write uses, divides: so decimals come back as they were.
func onGrid(step, scale, translate float64) float64 {
	if steps := 1 / scale; translate == 0 && steps == math.Round(steps) && !math.IsInf(steps, 0) {
		return step / steps
	}
	return step*scale + translate
}

// layer makes a layer of an object.
func (r *reader) layer(name string, object *jsontree.Node) (geo.Layer, error) {
	items := []*jsontree.Node{object}
	if text(object.Member("type")) == "GeometryCollection" {
		list := object.Member("geometries")
		if list == nil || list.Kind != jsontree.Array {
			return geo.Layer{}, fmt.Errorf("line %d: \"geometries\": want an array", object.Line)
		}
		items = list.Items
	}
	properties := make([]*jsontree.Node, len(items))
	for i, item := range items {
		if p := item.Member("properties"); p != nil && p.Kind == jsontree.Object {
			properties[i] = p
		}
	}
	fields, rows := geojson.Columns(properties)
	layer := geo.Layer{Name: name, Fields: fields}
	for i, item := range items {
		g, err := r.geometry(item)
		if err != nil {
			return geo.Layer{}, fmt.Errorf("line %d: geometry %d: %w", item.Line, i+1, err)
		}
		f := geo.Feature{Geometry: geo.WoundAll(geo.Plain(g), false), Values: rows[i]}
		if id := item.Member("id"); id != nil && (id.Kind == jsontree.String || id.Kind == jsontree.Number) {
			f.ID = id.Text
		}
		layer.Features = append(layer.Features, f)
	}
	return layer, nil
}

func text(n *jsontree.Node) string {
	if n == nil || n.Kind != jsontree.String {
		return ""
	}
	return n.Text
}
