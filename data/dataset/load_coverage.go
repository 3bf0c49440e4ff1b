package dataset

import "math"

// readCoverage tells whether all of it could be read. In format 1 no extent crosses the
// antimeridian.
func readCoverage(o *object, c *Coverage, format int) bool {
	o.need("covers")
	covers := o.object("covers")
	if covers == nil {
		c.Extent = [4]float64{-180, -90, 180, 90}
		return false
	}
	before := len(o.report.problems)
	c.From, c.To, c.spelled = covers.needInterval("from", "to")
	covers.need("extent")
	if covers.numbers("extent", c.Extent[:]) {
		c.checkExtent(covers, format)
	}
	known := len(o.report.problems) == before
	covers.done()
	return known
}

// checkExtent reports an extent that is none.
func (c *Coverage) checkExtent(covers *object, format int) {
	west, south, east, north := c.Extent[0], c.Extent[1], c.Extent[2], c.Extent[3]
	line := covers.report.line(covers.position(), "extent")
	switch crosses := west > east; {
	case crosses && format < 2:
		covers.report.errorf("shape", line, "covers: \"extent\": %g is east of %g: want [west, south, east, north]", west, east).
			hint("a west greater than the east, across the date line, wants \"format\": 2")
	case west == east || south >= north:
		covers.report.errorf("shape", line, "covers: \"extent\": want [west, south, east, north]")
	case format >= 2 && (max(math.Abs(west), math.Abs(east)) > 180 || max(-south, north) > 90):
		covers.report.errorf("shape", line, "covers: \"extent\" %v: want longitudes of -180 to 180 and latitudes of -90 to 90 degrees", c.Extent).
			hint("across the date line the west is greater than the east: [176, -20, -173, -15]")
	}
}

// maxViewZoom is the largest zoom of web maps.
const maxViewZoom = 22

// readView falls back to the middle of the extent and the first day covered. What is covered may
// not be known.
func readView(o *object, covers Coverage, known bool) View {
	view := View{Center: covers.center(), Zoom: 8, Date: covers.From}
	given := o.object("view")
	if given == nil {
		return view
	}
	if given.numbers("center", view.Center[:]) && known && !covers.Holds(view.Center) {
		given.report.errorf("shape", given.report.line(given.position(), "center"), "view: center %v lies outside the extent that is covered", view.Center).
			hint("write [longitude, latitude]")
	}
	view.Date = given.date("date", view.Date)
	if known && !covers.Interval().Contains(view.Date) {
		given.report.errorf("date", given.report.line(given.position(), "date"), "view: %s is not covered", view.Date)
	}
	if given.get("zoom") != nil {
		view.Zoom = int(given.number("zoom"))
		if view.Zoom < 0 || view.Zoom > maxViewZoom {
			given.report.errorf("shape", given.report.line(given.position(), "zoom"), "view: zoom %d: want 0 to %d", view.Zoom, maxViewZoom)
		}
	}
	given.done()
	return view
}
