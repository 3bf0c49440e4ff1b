package testdata

// feature adds what every feature has.
func feature(id string, properties members, geometry any) members {
	return members{"type": "Feature", "id": id, "properties": properties, "geometry": geometry}
}

func (r *random) collection(name string, features []any) {
	r.put(name, members{"type": "FeatureCollection", "features": features})
}

type xy struct{ x, y float64 }

func (p xy) list() any { return []any{p.x, p.y} }

func positions(points ...xy) []any {
	list := []any{}
	for _, p := range points {
		list = append(list, p.list())
	}
	return list
}

// ring closes a ring, which may begin at any vertex and run either way.
func (r *random) ring(points ...xy) any {
	at, step := r.IntN(len(points)), 1
	if r.chance(0.5) {
		step = len(points) - 1
	}
	turned := []xy{}
	for range len(points) + 1 {
		turned = append(turned, points[at])
		at = (at + step) % len(points)
	}
	return positions(turned...)
}

func (r *random) polygon(rings ...any) any {
	if r.chance(0.3) {
		return members{"type": "MultiPolygon", "coordinates": []any{rings}}
	}
	return members{"type": "Polygon", "coordinates": rings}
}

// draw makes the layers: zones on a grid that is not quite regular, one of them around another,
// the outline of all, and everything that need not be a partition.
func (r *random) draw() {
	for _, kind := range []string{"text", "number", "boolean", "date"} {
		for _, of := range []string{"regions", "periods"} {
			if r.chance(0.3) {
				c := column{name: "столбец_" + kind + "_" + of, of: of, kind: kind}
				if of == "regions" && r.chance(0.3) {
					c.layer = "zones"
				}
				r.columns = append(r.columns, c)
			}
		}
	}
	columns, rows := 1+r.IntN(3), 1+r.IntN(2)
	west, south := r.Float64()*300-150, r.Float64()*120-60
	if r.chance(0.3) {
		west, south = float64(int(west)), float64(int(south))
	}
	const cell = 0.5
	corner := make([][]xy, rows+1)
	for y := range corner {
		for x := range columns + 1 {
			corner[y] = append(corner[y], xy{west + cell*(float64(x)+0.3*r.Float64()), south + cell*(float64(y)+0.3*r.Float64())})
		}
	}
	r.extent = [4]float64{west - 0.1, south - 0.1, west + cell*float64(columns+1), south + cell*float64(rows+1)}
	var zones []any
	for y := range rows {
		for x := range columns {
			a, b, c, d := corner[y][x], corner[y][x+1], corner[y+1][x+1], corner[y+1][x]
			rings := []any{r.ring(a, b, c, d)}
			if x == 0 && y == 0 && r.chance(0.3) {
				at := xy{west + 0.45*cell, south + 0.45*cell}
				hole := []xy{at, {at.x + 0.1, at.y}, {at.x, at.y + 0.1}}
				rings = append(rings, r.ring(hole...))
				zones = append(zones, r.region("inner", r.polygon(r.ring(hole...)), &r.zones))
			}
			zones = append(zones, r.region("zone"+string(rune('a'+x))+string(rune('a'+y)), r.polygon(rings...), &r.zones))
		}
	}
	r.Shuffle(len(zones), func(i, k int) { zones[i], zones[k] = zones[k], zones[i] })
	if r.chance(0.3) {
		r.retire(zones[0].(members))
	}
	whole := r.layer("zones", "area", zones)
	whole["partition"] = true
	if r.chance(0.3) {
		whole["outline"] = "whole"
		r.layer("whole", "area", []any{r.region("whole", r.polygon(r.ring(around(corner)...)), &r.regions)})
	}
	r.others(west, south)
}

// around returns the corners on the edge of the grid.
func around(corner [][]xy) []xy {
	last := len(corner) - 1
	edge := append([]xy{}, corner[0]...)
	for y := 1; y < last; y++ {
		edge = append(edge, corner[y][len(corner[y])-1])
	}
	for x := len(corner[last]) - 1; x >= 0; x-- {
		edge = append(edge, corner[last][x])
	}
	for y := last - 1; y > 0; y-- {
		edge = append(edge, corner[y][0])
	}
	return edge
}

// others makes layers that lie above and beside the zones.
func (r *random) others(west, south float64) {
	at := func(x, y float64) xy { return xy{west + x, south + y} }
	if r.chance(0.5) {
		post := members{"type": "Point", "coordinates": at(0.2+0.1*r.Float64(), 0.3).list()}
		r.layer("posts", "point", []any{r.region("post", post, &r.above)})
	}
	if r.chance(0.5) {
		line := members{"type": "LineString", "coordinates": positions(at(0, r.Float64()), at(0.3, 0.3), at(1, 0.5))}
		if r.chance(0.5) {
			line = members{"type": "MultiLineString", "coordinates": []any{line["coordinates"], positions(at(2, 2), at(2.1, 2))}}
		}
		r.layer("lines", "line", []any{r.region("line", line, &r.regions), r.region("lost", nil, &r.regions)})
	}
	if r.chance(0.6) {
		old := r.polygon(r.ring(at(0, 0), at(0.7, 0), at(0.7, 0.4), at(0, 0.4)))
		bow := r.polygon(r.ring(at(0, 0), at(0.5, 0.5), at(0.5, 0), at(0, 0.5)), r.ring(at(0.1, 0.2), at(0.2, 0.2), at(0.3, 0.2)))
		first, second := r.region("old", old, &r.regions), r.region("bow", bow, &r.regions)
		if r.chance(0.5) {
			r.replace(first, second)
		}
		drawn := r.layer("drawn", "area", []any{first, second})
		drawn["as_drawn"] = true
	}
	for _, name := range []string{"land", "rivers"} {
		if r.chance(0.3) {
			continue
		}
		shape, kind := r.polygon(r.ring(at(-1, -1), at(2, -1), at(2, 2))), "area"
		if name == "rivers" {
			shape, kind = members{"type": "LineString", "coordinates": positions(at(0, 0), at(1, 1))}, "line"
		}
		properties := members{}
		r.may(properties, "names", r.names)
		r.may(properties, "kind", r.text)
		r.may(properties, "valid_from", func() any { return r.spelled(r.first) })
		r.may(properties, "valid_to", func() any { return r.spelled(r.last) })
		r.may(properties, "review", r.review)
		r.collection("context/"+name+".geojson", []any{feature(name+"_1", properties, shape)})
		context := members{"id": name, "title": r.names(), "kind": kind}
		r.may(context, "review", r.review)
		r.context = append(r.context, context)
	}
}

// layer writes the regions of a layer and returns its row in dataset.json.
func (r *random) layer(id, kind string, regions []any) members {
	r.collection("regions/"+id+".geojson", regions)
	layer := members{"id": id, "title": r.names(), "kind": kind}
	if kind == "area" && r.chance(0.5) {
		delete(layer, "kind")
	}
	r.may(layer, "description", r.names)
	r.may(layer, "precision_m", r.number)
	r.may(layer, "review", r.review)
	r.layers = append(r.layers, layer)
	return layer
}

// region returns a feature and adds its id to a list.
func (r *random) region(id string, geometry any, list *[]string) members {
	p := members{"names": r.names()}
	for _, name := range []string{"confidence", "kind", "source"} {
		r.may(p, name, r.text)
	}
	for _, name := range []string{"note", "precision_note", "decided_by"} {
		r.may(p, name, r.note)
	}
	for _, name := range []string{"admin_from", "admin_to"} {
		r.may(p, name, r.anEDTF)
	}
	if others := *list; len(others) > 0 {
		r.may(p, "parent", func() any { return r.one(others) })
		r.may(p, "regions", func() any { return r.some(others) })
	}
	layer := ""
	if list == &r.zones {
		layer = "zones"
	}
	if values := r.attributes("regions", layer); len(values) > 0 {
		p["attributes"] = values
		r.rows = append(r.rows, id)
	} else if len(r.rows) > 0 && r.chance(0.5) {
		p["attributes_of"] = r.one(r.rows)
	}
	r.may(p, "alt_names", func() any { return []any{r.text(), r.text()} })
	r.may(p, "precision_m", r.number)
	r.may(p, "de_jure_state", func() any { return r.one(r.actors) })
	r.may(p, "same_as", r.sameAs)
	r.may(p, "review", r.review)
	r.may(p, "sources", r.cites)
	r.may(p, "areas", func() any { return []any{r.figure("km2"), r.figure("km2")} })
	r.may(p, "population", func() any { return []any{r.figure("value")} })
	if list == &r.regions {
		r.may(p, "valid_from", func() any { return r.spelled(r.first - r.IntN(9)) })
		r.may(p, "valid_to", func() any { return r.spelled(r.last - r.IntN(9)) })
	}
	*list = append(*list, id)
	return feature(id, p, geometry)
}

// replace lets one region come in place of another.
func (r *random) replace(before, after members) {
	before["properties"].(members)["replaced_by"] = []any{after["id"]}
	after["properties"].(members)["replaces"] = []any{before["id"]}
	after["properties"].(members)["valid_from"] = day(r.first + 1)
}

func (r *random) figure(value string) any {
	f := members{value: r.number()}
	r.may(f, "as_of", r.anEDTF)
	r.may(f, "note", r.note)
	r.may(f, "source", func() any { return r.one(r.sources) })
	return f
}
