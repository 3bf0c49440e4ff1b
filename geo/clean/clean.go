package clean

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/internal/keys"
	"demarc/geo/internal/planar"
	"demarc/geo/locate"
	"demarc/geo/topology"
)

// cleanGrid is the number of grid units in a degree. A unit is 0.11 mm of latitude.
const cleanGrid = 1e9

// cleanRange is the largest coordinate, in degrees, of a valid position.
const cleanRange = 720

// Options says what Clean may do.
type Options struct {
	// ToleranceM is how many metres a line may move to lie on another: vertices of different lines
	// nearer to each other than this become one, and an edge nearer to a vertex than this runs
	// through it. With 0 nothing moves except by rounding to the grid.
	ToleranceM float64
	// GapM2 is the size in square metres up to which gaps between shapes are given to a neighbour.
	// So are gaps and holes of any size that are on average narrower than ToleranceM.
	GapM2 float64
	// Priority decides who keeps an overlap: the larger value, of equal ones the earlier shape. It
	// has one value for each shape, or is nil.
	Priority []int
	// Spans says when each shape is valid; nil for always. Shapes that are never valid at the same
	// time may overlap.
	Spans []locate.Span
	// ClaimM2, if it is not 0, keeps places that shapes valid at the same time both cover with
	// both, if they are of so many square metres or more and not on average narrower than
	// ToleranceM. Then Shapes overlap there, and Places do not. Smaller ones go to one of the
	// shapes, as all do else.
	ClaimM2 float64
	// Settled is the number of shapes, the first ones, that fit together already and stay as they
	// are: no vertex of theirs moves, and their edges are led through vertices of the others alone.
	// Gaps are left then, of any size.
	Settled int
	// Between is asked between the steps; its error ends the work. It may be nil.
	Between func() error
}

// Kind names a finding.
type Kind string

// The kinds of findings. All but the last two are changes.
const (
	Position Kind = "position"      // an invalid position was left out, an open ring closed
	Ring     Kind = "ring"          // a ring without area was left out
	Moved    Kind = "moved"         // a vertex of A was moved onto one of B, LengthM metres away
	Vertex   Kind = "vertex"        // an edge of A was led through a vertex of B, LengthM metres away
	Crossing Kind = "self-crossing" // the border of A crosses itself; what it encloses twice is outside
	Spike    Kind = "spike"         // a border of A ran to and fro along LengthM metres, which are gone
	Hole     Kind = "hole-outside"  // a hole of A, or a part of it, lies outside of its shell and has no effect
	Parts    Kind = "parts-overlap" // parts of A overlapped and were made one
	Overlap  Kind = "overlap"       // A and B overlapped; A keeps it
	Filled   Kind = "gap-filled"    // a gap or hole now belongs to A
	GapLeft  Kind = "gap"           // a gap between A, B and maybe others belongs to none
	HoleLeft Kind = "hole"          // a hole of A belongs to none; it may be meant
)

// Change reports whether findings of the kind are changes.
func (k Kind) Change() bool { return k != GapLeft && k != HoleLeft }

// Finding is a change that Clean made, or a gap or hole that it left. B is Nowhere where there is
// only one shape. AreaM2 is 0 for findings without area, LengthM for those without length.
type Finding struct {
	Kind    Kind
	A, B    int
	At      orb.Point
	AreaM2  float64
	LengthM float64
}

// lengthText writes a length in the unit in which it is no power of ten.
func lengthText(m float64) string {
	switch {
	case m > 0 && m < 0.001:
		return "less than 1 mm"
	case m < 1000:
		return fmt.Sprintf("%.3g m", m)
	case m < 1e5:
		return fmt.Sprintf("%.1f km", m/1000)
	}
	return fmt.Sprintf("%.0f km", m/1000)
}

// Text words the finding; name names a shape.
func (f Finding) Text(name func(shape int) string) string {
	a, b, km2 := name(f.A), "", geo.AreaText(f.AreaM2, 4)+" near "+planar.PositionText(f.At)
	if f.B != topology.Nowhere {
		b = name(f.B)
	}
	switch f.Kind {
	case Position:
		return fmt.Sprintf("%s: an invalid position or an open ring near %s was put right", a, planar.PositionText(f.At))
	case Ring:
		return fmt.Sprintf("%s: a ring without area near %s was left out", a, planar.PositionText(f.At))
	case Moved:
		return fmt.Sprintf("%s: the vertex %s was moved by %s onto one of %s", a, planar.PositionText(f.At), lengthText(f.LengthM), b)
	case Vertex:
		return fmt.Sprintf("%s: an edge was led through the vertex %s of %s, %s away", a, planar.PositionText(f.At), b, lengthText(f.LengthM))
	case Crossing:
		return fmt.Sprintf("%s: the border crosses itself near %s", a, planar.PositionText(f.At))
	case Spike:
		return fmt.Sprintf("%s: %s of border that ran to and fro near %s were left out", a, lengthText(f.LengthM), planar.PositionText(f.At))
	case Hole:
		return fmt.Sprintf("%s: a hole outside of its shell, %s, has no effect", a, km2)
	case Parts:
		return fmt.Sprintf("%s: parts that overlapped, by %s, were made one", a, km2)
	case Overlap:
		return fmt.Sprintf("%s and %s overlapped by %s: %s keeps it", a, b, km2, a)
	case Filled:
		return fmt.Sprintf("%s: a gap of %s was given to it", a, km2)
	case GapLeft:
		return fmt.Sprintf("a gap of %s, between %s and %s, belongs to none", km2, a, b)
	}
	return fmt.Sprintf("a hole of %s, %s, belongs to none", a, km2)
}

// Result is the result of Clean.
type Result struct {
	Shapes   []orb.MultiPolygon // by shape of the input; nil if nothing is left of it
	Places   []Place            // if there were spans: the areas that belong to the same shapes over time
	Findings []Finding          // by kind, in the order of the constants, then by shape
	Rounded  int                // the number of vertices rounded to nine decimals
}

// Place is an area that belongs to the same shapes over time, one after another, or with ClaimM2
// also several at once. Together the places of a layer are its common refinement: each shape is
// made of whole ones.
type Place struct {
	Shapes []int // by priority
	Area   orb.MultiPolygon
}

// Clean makes shapes an exact partition: borders meet in common vertices only, no two shapes
// overlap, and rings are valid. A shape is the union of its polygons, a polygon is inside its shell
// and outside of its holes, and a ring encloses what it winds around an odd number of times, as
// planar.Contains has it. Changes, and the gaps that are left, are listed.
//
// No vertex moves by more than the tolerance, and no line by much more; lines that two rings share
// already stay. Coordinates are rounded to nine decimals (0.1 mm). Parts of a shape that share an
// edge become one. Cleaning the result again may change a little more where details are about as
// small as the tolerance: a vertex may have come nearer to a line than that. Clean stops there,
// since no line would keep within the tolerance otherwise.
//
// Vertices of shapes of higher priority stay where others can be moved to them. Lines are brought
// to the grid by snap rounding, repeated until no vertex lies within half a unit of an edge that
// does not end in it (Hobby 1999; Halperin and Packer 2002), so the result is exact in float64 too.
func Clean(shapes []orb.MultiPolygon, options Options) (*Result, error) {
	f, err := cleaned(shapes, options)
	if err != nil {
		return nil, err
	}
	result := f.result()
	f.assemble(len(shapes), result)
	return result, nil
}

// Cut does what Clean does for the sake of the places, so with spans. Shapes of the result are nil:
// those of many days would be most of its cost.
func Cut(shapes []orb.MultiPolygon, options Options) (*Result, error) {
	f, err := cleaned(shapes, options)
	if err != nil {
		return nil, err
	}
	return f.result(), nil
}

func cleaned(shapes []orb.MultiPolygon, options Options) (*faces, error) {
	if !(options.ToleranceM >= 0) || !(options.GapM2 >= 0) || math.IsInf(options.ToleranceM, 0) {
		return nil, fmt.Errorf("clean with a tolerance of %v m and gaps of %v m2: want numbers from 0", options.ToleranceM, options.GapM2)
	}
	if !(options.ClaimM2 >= 0) || options.ClaimM2 > 0 && options.Spans == nil {
		return nil, fmt.Errorf("clean with claims from %v m2: want a number from 0, and spans", options.ClaimM2)
	}
	if options.Priority != nil && len(options.Priority) != len(shapes) {
		return nil, fmt.Errorf("clean %d shapes: got %d priorities", len(shapes), len(options.Priority))
	}
	if options.Spans != nil && len(options.Spans) != len(shapes) {
		return nil, fmt.Errorf("clean %d shapes: got %d spans", len(shapes), len(options.Spans))
	}
	c := newCleaner(shapes, options)
	if err := c.steps(c.snapVertices, c.enterEdges, c.snapEdges); err != nil {
		return nil, err
	}
	if err := c.node(); err != nil {
		return nil, err
	}
	if err := c.steps(); err != nil {
		return nil, err
	}
	f := newFaces(c)
	steps := []func(){f.cover, f.claim, f.reportCovers}
	if options.Settled == 0 {
		steps = append(steps, f.gaps)
	}
	return f, c.steps(steps...)
}

// steps takes steps, as long as nobody ends the work, and asks once more behind them.
func (c *cleaner) steps(steps ...func()) error {
	for _, step := range append(steps, func() {}) {
		if c.options.Between != nil {
			if err := c.options.Between(); err != nil {
				return err
			}
		}
		step()
	}
	return nil
}

// cleaner holds the borders of shapes while they are cleaned. Positions are in units of the grid,
// whole numbers that float64 holds exactly.
type cleaner struct {
	options  Options
	rank     []int32 // by shape: its place in the order of priority
	rings    []cleanRing
	walks    topology.Paths // the vertices of the rings; all are closed
	vertices *keys.Numbering[orb.Point]
	owner    []int32 // by vertex: the first shape that has it
	edges    *keys.Numbering[[2]int32]
	labels   []int32 // by edge: the set of rings that use it an odd number of times; emptySet for an edge that is gone
	sets     runSets
	inserted map[int32]bool // vertices that were inserted into edges
	findings []Finding
	rounded  int

	ringOrder, shapeOrder order // of the sets
}

// cleanRing is the shape and the polygon of a ring. Polygons are numbered through all shapes.
type cleanRing struct {
	shape, polygon int32
	hole           bool
}

func newCleaner(shapes []orb.MultiPolygon, options Options) *cleaner {
	c := &cleaner{
		options: options, rank: make([]int32, len(shapes)),
		vertices: keys.NewNumbering[orb.Point](0), edges: keys.NewNumbering[[2]int32](0), sets: newRunSets(), inserted: map[int32]bool{},
	}
	order := make([]int, len(shapes))
	for i := range order {
		order[i] = i
	}
	if options.Priority != nil {
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(options.Priority[b], options.Priority[a]) })
	}
	positions := 0
	for _, shape := range shapes {
		for _, polygon := range shape {
			for _, ring := range polygon {
				positions += len(ring)
			}
		}
	}
	c.walks.Vertices = make([]int32, 0, positions)
	polygons := int32(0)
	byRank := make([]int32, len(shapes))
	for rank, i := range order {
		c.rank[i], byRank[rank] = int32(rank), int32(i)
		for _, polygon := range shapes[i] {
			for k, ring := range polygon {
				c.addRing(ring, cleanRing{int32(i), polygons, k > 0})
			}
			polygons++
		}
	}
	c.shapeOrder = lined(byRank)
	return c
}

// addRing enters the vertices of a ring.
func (c *cleaner) addRing(ring orb.Ring, r cleanRing) {
	first := len(c.walks.Vertices)
	for _, p := range ring {
		if !(math.Abs(p[0]) <= cleanRange && math.Abs(p[1]) <= cleanRange) {
			c.report(Finding{Kind: Position, A: int(r.shape), B: topology.Nowhere, At: orb.Point{}})
			continue
		}
		// Adding 0 turns -0 into 0.
		q := orb.Point{math.Round(p[0]*cleanGrid) + 0, math.Round(p[1]*cleanGrid) + 0}
		v := c.vertex(q, r.shape)
		if n := len(c.walks.Vertices); n > first && c.walks.Vertices[n-1] == v {
			continue
		}
		if inDegrees(q) != p {
			c.rounded++
		}
		c.walks.Vertices = append(c.walks.Vertices, v)
	}
	n := len(c.walks.Vertices)
	switch {
	case n-first > 1 && c.walks.Vertices[first] == c.walks.Vertices[n-1]:
		c.walks.Vertices = c.walks.Vertices[:n-1]
	case n-first > 2:
		c.report(Finding{Kind: Position, A: int(r.shape), B: topology.Nowhere, At: ring[len(ring)-1]})
	}
	c.walks.End(true)
	c.rings = append(c.rings, r)
}

// vertex returns the number of a position; if it is new, the shape is its owner.
func (c *cleaner) vertex(p orb.Point, shape int32) int32 {
	v := c.vertices.Number(p)
	if int(v) == len(c.owner) {
		c.owner = append(c.owner, shape)
	}
	return v
}

func (c *cleaner) point(v int32) orb.Point { return c.vertices.Keys[v] }

// inDegrees turns a position of the grid into longitude and latitude: the float64 that nine
// decimals are read as.
func inDegrees(p orb.Point) orb.Point { return orb.Point{p[0] / cleanGrid, p[1] / cleanGrid} }

func (c *cleaner) report(f Finding) { c.findings = append(c.findings, f) }

func (c *cleaner) sortFindings() {
	order := map[Kind]int{}
	for i, kind := range [...]Kind{
		Position, Ring, Moved, Vertex, Crossing, Spike, Hole, Parts,
		Overlap, Filled, GapLeft, HoleLeft,
	} {
		order[kind] = i
	}
	slices.SortStableFunc(c.findings, func(x, y Finding) int {
		return cmp.Or(cmp.Compare(order[x.Kind], order[y.Kind]), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
}
