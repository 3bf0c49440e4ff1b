package geojson

import (
	"bytes"
	"encoding/hex"
	"flag"
	"math/rand/v2"
	"reflect"
	"testing"

	"demarc/geo/internal/fixture"
	"demarc/geo/jsontree"
)

var update = flag.Bool("update", false, "write golden files")

// packable are documents that are packed; the last has more decimals than fixed positions hold.
var packable = []string{
	"\xef\xbb\xbf{\"type\": \"FeatureCollection\",\n \"features\": [\n{\"type\": \"Feature\", \"id\": \"a\", \"properties\": {\"names\": {\"en\": \"Ä\"}},\n\"geometry\": {\"type\": \"MultiPolygon\", \"coordinates\": [[[[1,2],[3,2],\n[3,4.0000001],[1,2]]],\n[[[10,20],[30,20],[30,40],[10,20]], [[12,21],[13,21],[13,22],[12,21]]]]}},\n" +
		"{\"type\": \"Feature\", \"properties\": {\"coordinates\": [1, 2]}, \"geometry\": {\"coordinates\": [1.5, -2, 300], \"type\": \"Point\"}},\n{\"type\": \"Feature\", \"geometry\": null, \"properties\": null},\n{\"type\": \"Feature\", \"properties\": {\"n\": [1,\n2]}, \"geometry\": {\"type\": \"MultiLineString\", \"coordinates\": [[[1,2],[3,4]],[[5,6],[7,8]]]}}]}\n",
	`{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": [[0.1234567891, -0.0], [1e2, 3]]}}]}`,
}

// A packed document reads as the document itself: the same tree, features, faults and lines.
func TestPackedReadsAlike(t *testing.T) {
	for _, document := range packable {
		root, packed, err := ParsePacking([]byte(document))
		if err != nil || packed == nil {
			t.Fatalf("%q: got %d bytes, %v; want it packed", document, len(packed), err)
		}
		again, err := ParsePacked(packed)
		if err != nil {
			t.Fatalf("%q: %v", document, err)
		}
		features, faults := Read(root)
		gotFeatures, gotFaults := Read(again)
		if !reflect.DeepEqual(gotFeatures, features) || !reflect.DeepEqual(gotFaults, faults) {
			t.Errorf("%q:\ngot  %+v %v\nwant %+v %v", document, gotFeatures, gotFaults, features, faults)
		}
		if got, want := lines(again), lines(root); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: lines of the tree: got %v, want %v", document, got, want)
		}
	}
}

// lines are those of all nodes and members in order.
func lines(n *jsontree.Node) []int {
	all := []int{n.Line}
	for _, m := range n.Members {
		all = append(append(all, m.Line), lines(m.Value)...)
	}
	for _, item := range n.Items {
		all = append(all, lines(item)...)
	}
	return all
}

// Coordinates that are read as a tree, since they are nested in another way than their kind is,
// keep a document from being packed.
func TestUnwantedCoordinatesAreNotPacked(t *testing.T) {
	for _, document := range []string{
		`{"type": "FeatureCollection", "features": []}`,
		`{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[1, 2], [3, 4]]}}]}`,
		`{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2], "coordinates": [3, 4]}}]}`,
		`{"type": "FeatureCollection", "features": {"geometry": {"type": "Point", "coordinates": [1, 2]}}}`,
	} {
		if _, packed, err := ParsePacking([]byte(document)); packed != nil || err != nil {
			t.Errorf("%s: got %d bytes, %v; want none", document, len(packed), err)
		}
	}
}

// Bytes that are no packed document end in an error, or in a tree that can be read.
func TestSpoiledPackedDocuments(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, document := range packable {
		_, packed, _ := ParsePacking([]byte(document))
		for range 20000 {
			spoiled := bytes.Clone(packed)
			switch r.IntN(3) {
			case 0:
				spoiled = spoiled[:r.IntN(len(spoiled))]
			case 1:
				spoiled = append(spoiled, byte(r.Uint32()))
			}
			for range r.IntN(4) {
				if len(spoiled) > 0 {
					spoiled[r.IntN(len(spoiled))] ^= 1 << r.IntN(8)
				}
			}
			if root, err := ParsePacked(spoiled); err == nil {
				Read(root)
			}
		}
	}
}

// What was kept by one program is read by the next: when the bytes change, so must packedHead.
func TestPackedFormat(t *testing.T) {
	_, packed, err := ParsePacking([]byte(packable[0]))
	if err != nil {
		t.Fatal(err)
	}
	fixture.Kept(t, packedHead, packedHead+hex.EncodeToString(packed)+"\n", *update)
}
