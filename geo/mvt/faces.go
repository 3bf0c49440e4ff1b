package mvt

import "slices"

// edge is a directed edge with the interior on its right, seen with the second axis pointing south: on its
// left in the plain arithmetic below.
type edge struct{ from, to point }

// faces turns clipped rings of one polygon, shells with positive and holes with negative area, into valid ones:
// edges that run to and fro cancel, which also joins holes that reach the side of the box to the outside, and
// rings that touch themselves in a vertex are split there. It returns polygons, the shell first.
func faces(rings [][]point) [][][]point {
	edges := cancel(split(rings))
	var shells, holes []ring
	for _, points := range trace(edges) {
		r := ring{points: points, area2: area2(points)}
		switch {
		case r.area2 > 0:
			shells = append(shells, r)
		case r.area2 < 0:
			holes = append(holes, r)
		}
	}
	polygons := make([][][]point, len(shells))
	for i, shell := range shells {
		polygons[i] = [][]point{shell.points}
	}
	for _, hole := range holes {
		if i := smallestAround(shells, hole); i >= 0 {
			polygons[i] = append(polygons[i], hole.points)
		}
	}
	return polygons
}

// split returns the edges of rings, each split at every vertex that lies on it, so that edges which run along each
// other become equal ones.
func split(rings [][]point) []edge {
	vertices := slices.Concat(rings...)
	slices.SortFunc(vertices, comparePoints)
	vertices = slices.Compact(vertices)
	edges := make([]edge, 0, len(vertices))
	for _, r := range rings {
		for i, p := range r {
			edges = appendSplit(edges, edge{p, r[(i+1)%len(r)]}, vertices)
		}
	}
	return edges
}

// appendSplit appends the pieces of e, in either order. Along an edge the order of points is that of vertices.
func appendSplit(edges []edge, e edge, vertices []point) []edge {
	low, high := e.from, e.to
	if comparePoints(low, high) > 0 {
		low, high = high, low
	}
	first, _ := slices.BinarySearchFunc(vertices, low, comparePoints)
	south, north := min(low.y, high.y), max(low.y, high.y)
	last := low
	for _, p := range vertices[first:] {
		if comparePoints(p, high) > 0 {
			break
		}
		if p == last || p.y < south || p.y > north || cross(low, high, p) != 0 {
			continue
		}
		if low == e.from {
			edges = append(edges, edge{last, p})
		} else {
			edges = append(edges, edge{p, last})
		}
		last = p
	}
	return edges
}

func comparePoints(a, b point) int {
	if a.x != b.x {
		return int(a.x - b.x)
	}
	return int(a.y - b.y)
}

// cancel removes pairs of opposite edges and returns the rest in order.
func cancel(edges []edge) []edge {
	normal := func(e edge) edge {
		if comparePoints(e.from, e.to) > 0 {
			return edge{e.to, e.from}
		}
		return e
	}
	compare := func(a, b edge) int {
		if c := comparePoints(a.from, b.from); c != 0 {
			return c
		}
		return comparePoints(a.to, b.to)
	}
	slices.SortFunc(edges, func(a, b edge) int { return compare(normal(a), normal(b)) })
	kept := edges[:0]
	for i := 0; i < len(edges); {
		line, forth := normal(edges[i]), 0
		for ; i < len(edges) && normal(edges[i]) == line; i++ {
			if edges[i] == line {
				forth++
			} else {
				forth--
			}
		}
		// kept cannot overtake i: it holds at most as many edges as have been read.
		for ; forth > 0; forth-- {
			kept = append(kept, line)
		}
		for ; forth < 0; forth++ {
			kept = append(kept, edge{line.to, line.from})
		}
	}
	slices.SortFunc(kept, compare)
	return kept
}

// trace joins edges, sorted by where they start, to closed rings that visit no vertex twice. Every vertex has as
// many edges in as out. Where there is a choice it turns towards the interior, which keeps lobes that touch in
// a vertex apart.
func trace(edges []edge) [][]point {
	used := make([]bool, len(edges))
	var rings [][]point
	for first := range edges {
		if used[first] {
			continue
		}
		var path []point
		seen := map[point]int{}
		for i := first; i >= 0; i = next(edges, used, i) {
			used[i] = true
			from := edges[i].from
			if start, ok := seen[from]; ok {
				rings = append(rings, slices.Clone(path[start:]))
				for _, p := range path[start:] {
					delete(seen, p)
				}
				path = path[:start]
			}
			seen[from] = len(path)
			path = append(path, from)
		}
		rings = append(rings, path)
	}
	return rings
}

// next returns the unused edge that goes on where edge i ends, -1 if there is none.
func next(edges []edge, used []bool, i int) int {
	at, behind := edges[i].to, edges[i].from
	best := -1
	k, _ := slices.BinarySearchFunc(edges, at, func(e edge, p point) int { return comparePoints(e.from, p) })
	for ; k < len(edges) && edges[k].from == at; k++ {
		if !used[k] && (best < 0 || nearerTurn(at, behind, edges[k].to, edges[best].to)) {
			best = k
		}
	}
	return best
}

// nearerTurn reports whether, turning about at from behind in the negative sense of the plain arithmetic, a is
// met before b.
func nearerTurn(at, behind, a, b point) bool {
	halfA, halfB := turnHalf(at, behind, a), turnHalf(at, behind, b)
	if halfA != halfB {
		return halfA < halfB
	}
	return cross(at, a, b) < 0
}

// turnHalf tells the first half of the turn from the second.
func turnHalf(at, behind, p point) int {
	switch c := cross(at, behind, p); {
	case c < 0:
		return 0
	case c > 0:
		return 1
	}
	return 0 // straight on; back is not possible, as opposite edges have cancelled
}

// cross is twice the area of the triangle a, b, c.
func cross(a, b, c point) int64 {
	return (b.x-a.x)*(c.y-a.y) - (b.y-a.y)*(c.x-a.x)
}
