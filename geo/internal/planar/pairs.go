package planar

// eachPair calls visit with every two segments of loops whose boxes meet, once, until it returns
// false; of two, s comes later in the order of loops. Loops of fewer than three points are left
// out.
func eachPair(loops []Loop, visit func(s, t Segment) bool) {
	var segments []Segment
	var boxes []Box[float64]
	for i := range loops {
		l := &loops[i]
		if len(l.Points) < 3 {
			continue
		}
		for k := range l.Points {
			s := Segment{l, k}
			segments = append(segments, s)
			boxes = append(boxes, BoxAround(s.Ends()))
		}
	}
	NewBoxIndex(boxes, Run).EachPair(func(i, j int32) bool {
		return visit(segments[max(i, j)], segments[min(i, j)])
	})
}
