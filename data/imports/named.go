package imports

import (
	"cmp"
	"slices"

	"demarc/data/dataset"
	"demarc/geo"
	"demarc/geo/clean"
	"demarc/geo/fingerprint"
)

// The ids of pieces hang on nothing but their shapes, so that they stay whatever days are added,
// before or after, in whatever order:
//
//	row "hill"  +-------+     hill and vale were drawn otherwise, or over each other: their ids
//	row "vale"  |   +---|---+ name no one area. A piece has the name of its shape, since it passes
//	            |   |   |   | from row to row as days are added, and its shape does not change.
//	            +---+---+---+ An id of which all rows are one whole zone stays.

// pieceID is the id of a zone by its shape.
const pieceID = "zone-"

// wholeRows finds the ids that the data give which are each of one zone, as a whole in all its
// rows, and the only one of that zone: by zone the id.
func (b *builder) wholeRows(places []clean.Place, rows []shapedPeriod, of []int) map[int]string {
	if b.numbered {
		return nil
	}
	const several = -1
	zoneOf := map[string]int{} // by id
	idOf := map[int]string{}   // by zone, "" for several
	for i, place := range places {
		for _, row := range place.Shapes {
			id, zone := rows[row].zone.ID, of[i]
			if other, known := zoneOf[id]; known && other != zone {
				zone = several
			}
			zoneOf[id] = zone
			if other, known := idOf[of[i]]; known && other != id {
				id = ""
			}
			idOf[of[i]] = id
		}
	}
	whole := map[int]string{}
	for id, zone := range zoneOf {
		if zone != several && idOf[zone] == id {
			whole[zone] = id
		}
	}
	return whole
}

// nameByShape gives zones the ids that the data give them, and the others those of their shapes,
// and puts them in the order of their rows, the largest of one first. The ids of others are taken.
func (b *builder) nameByShape(zones []*zone, whole map[int]string, others []*zone) {
	ids := numberer{}
	for _, z := range others {
		ids.take(z.ID)
	}
	for _, id := range whole {
		ids.take(id)
	}
	alike := map[string]int{}
	for _, z := range zones {
		alike[fingerprint.Of(z.Geometry)]++
	}
	area := map[*zone]float64{}
	for i, z := range zones {
		area[z] = geo.Area(z.Geometry)
		id := whole[i]
		if id == "" {
			name := fingerprint.Of(z.Geometry)
			if alike[name] > 1 {
				name = fingerprint.Exactly(z.Geometry)
			}
			id = ids.free(pieceID + name)
		}
		b.call(z, id)
	}
	slices.SortStableFunc(zones, func(a, b *zone) int {
		return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(area[b], area[a]), cmp.Compare(a.ID, b.ID))
	})
}

// call gives a zone its id, which is its name too if it has none of its own.
func (b *builder) call(z *zone, id string) {
	if b.unnamed(z) {
		z.Names = dataset.Names{b.Language: id}
	}
	z.ID = id
}

// unnamed tells whether a zone is called as its id.
func (b *builder) unnamed(z *zone) bool { return len(z.Names) == 1 && z.Names[b.Language] == z.ID }

// nameRest gives ids by their shapes to the zones that only the number of a row names.
func (b *builder) nameRest(zones []*zone) {
	if !b.numbered {
		return
	}
	var drawn, others []*zone
	for _, z := range zones {
		if z.overlay || len(z.Geometry) == 0 {
			others = append(others, z)
		} else {
			drawn = append(drawn, z)
		}
	}
	b.nameByShape(drawn, nil, others)
}
