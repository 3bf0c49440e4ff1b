package mvt

// untangle does the work of join for polygons whose rings touch each other: clipped, such rings may
// part the inside. It puts the polygon together from single edges.
func (c *clipper) untangle() {
	var links []link
	edges := map[[2]point]int{}
	add := func(ring []point) {
		for k, p := range ring {
			links = append(links, edgeLink(p, ring[(k+1)%len(ring)], edges))
		}
	}
	for _, shell := range c.shells {
		add(shell)
	}
	for _, hole := range c.holes {
		add(hole)
	}
	for _, p := range c.paths {
		for k := p.first; k < p.last; k++ {
			links = append(links, edgeLink(c.points[k], c.points[k+1], edges))
		}
	}
	links = c.borderLinks(links, edges)
	c.shells, c.holes = c.shells[:0], c.holes[:0]
	for _, l := range resolve(links, positive, func(points []point, l link) []point { return append(points, l.from) }) {
		c.addSimple(l.points)
	}
}

// borderLinks adds the border of the box where it bounds the inside: from each path's end to the
// next beginning.
func (c *clipper) borderLinks(links []link, edges map[[2]point]int) []link {
	c.sortEvents()
	depth, lowest, start := 0, 0, 0
	for i, e := range c.events {
		if !e.leaves {
			depth++
		} else if depth--; depth < lowest {
			lowest, start = depth, i+1
		}
	}
	depth = 0
	for i := range c.events {
		e, follows := c.events[(start+i)%len(c.events)], c.events[(start+i+1)%len(c.events)]
		if e.leaves {
			depth--
		} else {
			depth++
		}
		if depth <= 0 || e.at == follows.at {
			continue
		}
		from := len(c.points)
		c.points = append(c.points, c.vertex(e))
		c.corners(e.at, follows.at)
		c.points = append(c.points, c.vertex(follows))
		for k := from; k+1 < len(c.points); k++ {
			for range depth {
				links = append(links, edgeLink(c.points[k], c.points[k+1], edges))
			}
		}
	}
	return links
}

// vertex returns the vertex of an event.
func (c *clipper) vertex(e event) point {
	if e.leaves {
		return c.points[c.paths[e.path].first]
	}
	return c.points[c.paths[e.path].last]
}

func edgeLink(a, b point, edges map[[2]point]int) link {
	key, backwards := [2]point{a, b}, false
	if comparePoints(a, b) > 0 {
		key, backwards = [2]point{b, a}, true
	}
	number, ok := edges[key]
	if !ok {
		number = len(edges)
		edges[key] = number
	}
	l := link{from: a, to: b, second: b, last: a, ref: number}
	l.area2 = int64(a.x)*int64(b.y) - int64(b.x)*int64(a.y)
	if backwards {
		l.ref = ^number
	}
	return l
}
