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
//	row "hill"  +-------+      hill is the whole of a row of that id, and the only such zone: it
//	row "vale"  |   +---|---+  keeps the id that the data give. What was cut out of both is of
//	            |   |   |   |  neither; a place passes from row to row as days are added, its
//	            +---+---+---+  shape does not.

// pieceID is the id of a zone by its shape.
const pieceID = "zone-"

// wholeRows finds the zones that are the whole of a row whose id the data give: by zone that id,
// where no other zone is the whole of a row of that id and no row of another id is the zone.
func (b *builder) wholeRows(places []clean.Place, rows []shapedPeriod, of []int) map[int]string {
	if b.numbered {
		return nil
	}
	const several = -1
	zoneOf := make(map[int]int, len(rows)) // by row: the zone that has all its places
	for i, place := range places {
		for _, row := range place.Shapes {
			if zone, known := zoneOf[row]; known && zone != of[i] {
				zoneOf[row] = several
			} else if !known {
				zoneOf[row] = of[i]
			}
		}
	}
	type pair struct {
		zone int
		id   string
	}
	pairs, zonesOf, idsOf := map[pair]bool{}, map[string]int{}, map[int]int{}
	for row, zone := range zoneOf {
		p := pair{zone, rows[row].zone.ID}
		if zone != several && !pairs[p] {
			pairs[p] = true
			zonesOf[p.id]++
			idsOf[zone]++
		}
	}
	whole := map[int]string{}
	for p := range pairs {
		if zonesOf[p.id] == 1 && idsOf[p.zone] == 1 {
			whole[p.zone] = p.id
		}
	}
	return whole
}

// nameByShape gives zones the ids of the rows that they are the whole of, and the others those of
// their shapes, and puts them in the order of their rows, the largest of one first. The ids of
// others are taken.
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
