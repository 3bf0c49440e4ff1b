package locate

import (
	"bytes"
	"encoding/hex"
	"flag"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/fixture"
)

var update = flag.Bool("update", false, "write golden files")

// packedGrid is a grid and its bytes. Its trees are those of a large one, which alone are packed.
func packedGrid(t *testing.T, versions []Version, layout Layout) (*Grid, []byte) {
	t.Helper()
	g := newGrid(t, versions, WithLayout(layout))
	if g.readied {
		if err := g.Pack(new(bytes.Buffer)); err == nil || g.Packs() {
			t.Fatalf("a small grid: packs %v, %v; want it not packed", g.Packs(), err)
		}
		var shapes []orb.MultiPolygon
		for _, v := range g.versions {
			shapes = append(shapes, v.Shape)
		}
		g.borders, g.readied = newBorderTrees(shapes), false
	}
	var packed bytes.Buffer
	if err := g.Pack(&packed); err != nil {
		t.Fatal(err)
	}
	return g, packed.Bytes()
}

// ask puts all questions to a grid at a point.
func ask(g *Grid, p orb.Point, at int32) (answers []int32, metres []float64) {
	first, _ := g.At(p, at)
	answers = g.History(g.All([]int32{int32(first)}, p, at), p)
	if first >= 0 {
		m, beyond, _ := g.Border(first, p, at)
		answers, metres = append(answers, int32(beyond)), append(metres, m)
	}
	return answers, metres
}

func TestPackedGridAnswersAlike(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 11))
		versions := dirty(r)
		layout := []Layout{FastLayout, CompactLayout}[seed%2]
		g, packed := packedGrid(t, versions, layout)
		again, err := Unpack(versions, packed)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, p := range hardPoints(r, versions, 200) {
			at := int32(r.IntN(40))
			want, wantMetres := ask(g, p, at)
			got, gotMetres := ask(again, p, at)
			if !slices.Equal(got, want) || !slices.Equal(gotMetres, wantMetres) {
				t.Fatalf("seed %d: at %v on %d: got %v %v, before it was packed %v %v", seed, p, at, got, gotMetres, want, wantMetres)
			}
		}
		if len(versions) > 0 {
			if _, err := Unpack(versions[1:], packed); err == nil {
				t.Errorf("seed %d: unpacked for other shapes", seed)
			}
		}
	}
}

// Bytes that are no grid of the shapes are refused, or every lookup in them comes to an end.
func TestSpoiledPackedGrids(t *testing.T) {
	refused, taken := 0, 0
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 12))
		versions := dirty(r)
		_, packed := packedGrid(t, versions, []Layout{FastLayout, CompactLayout}[seed%2])
		points := hardPoints(r, versions, 40)
		for range 500 {
			spoiled := bytes.Clone(packed)
			switch r.IntN(4) {
			case 0:
				spoiled = spoiled[:r.IntN(len(spoiled))]
			case 1:
				spoiled = append(spoiled, byte(r.Uint32()))
			case 2: // a number of its own, as large as it may be
				at := r.IntN(len(spoiled)-8) &^ 3
				copy(spoiled[at:], []byte{0xff, 0xff, 0xff, byte(r.Uint32())})
			}
			for range r.IntN(4) {
				if len(spoiled) > 0 {
					spoiled[r.IntN(len(spoiled))] ^= 1 << r.IntN(8)
				}
			}
			g, err := Unpack(versions, spoiled)
			if err != nil {
				refused++
				continue
			}
			taken++
			for _, p := range points {
				ask(g, p, 3)
			}
		}
	}
	if refused == 0 || taken == 0 {
		t.Errorf("refused %d and took %d: want some of both", refused, taken)
	}
}

// What was kept by one program is read by the next: when the bytes change, so must packedHead.
func TestPackedGridFormat(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	versions := versionsOf(append(fixture.Jittered(r, 3, 2, 46, 39, 0.25), fixture.BoxShape(46.2, 39.1, 46.4, 39.3)))
	versions[0].Span = Span{3, 9}
	number := strings.TrimRight(packedHead, "\x00")
	got := number
	for _, layout := range []Layout{FastLayout, CompactLayout} {
		_, packed := packedGrid(t, versions, layout)
		if layout == CompactLayout {
			got += hex.EncodeToString(packed) + "\n"
			continue
		}
		got += hex.EncodeToString(packed[:4096]) + "\n" // most of the rest are cells
	}
	fixture.Kept(t, number, got, *update)
}
