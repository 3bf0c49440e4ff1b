package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// The made-up war is fought on one degree of latitude and two of longitude, in strips that the
// front crosses at a multiple of frontStep each:
//
//	west                 front                east
//	 +---------------------+---------------------+ north
//	 |         red         +--+       blue       |
//	 |                        |                  |
//	 +------------------------+------------------+ south
const (
	frontWest, frontSouth = 10.0, 50.0
	frontStep             = 0.05
	frontColumns          = 40
	frontStrips           = 5
	frontHeight           = 1.0 / frontStrips
	warDays               = 30
	offensive             = 6 // day
)

// front is where red's land ends in each strip, in steps from the west.
type front [frontStrips]int

// fronts are those of the days of the war, the first at 1. In each night it moves in one strip or
// two; before the offensive in four.
func fronts() [warDays + 1]front {
	random := rand.New(rand.NewPCG(17, 30))
	var all [warDays + 1]front
	all[1] = front{19, 20, 21, 20, 18}
	for day := 2; day <= warDays; day++ {
		for all[day] = all[day-1]; all[day] == all[day-1]; {
			moves := 1 + random.IntN(2)
			if day == offensive {
				moves = 4
			}
			for range moves {
				strip, steps := random.IntN(frontStrips), 1+random.IntN(2)
				if random.IntN(2) == 0 {
					steps = -steps
				}
				all[day][strip] = min(max(all[day][strip]+steps, 10), 30)
			}
		}
	}
	return all
}

func frontX(column int) float64 { return frontWest + frontStep*float64(column) }
func frontY(strip int) float64  { return frontSouth + frontHeight*float64(strip) }

// geojson shows who holds what on a day.
func (f front) geojson() string {
	side := func(actor string, edge int) string {
		ring := [][2]float64{{frontX(edge), frontY(0)}}
		for strip, column := range f {
			ring = append(ring, [2]float64{frontX(column), frontY(strip)}, [2]float64{frontX(column), frontY(strip + 1)})
		}
		ring = append(ring, [2]float64{frontX(edge), frontY(frontStrips)}, ring[0])
		var corners []string
		for _, p := range ring {
			corners = append(corners, fmt.Sprintf("[%.2f, %.1f]", p[0], p[1]))
		}
		return fmt.Sprintf(`{"type": "Feature", "properties": {"controller": %q}, "geometry": {"type": "Polygon", "coordinates": [[%s]]}}`,
			actor, strings.Join(corners, ", "))
	}
	return `{"type": "FeatureCollection", "features": [` + side("red", 0) + ", " + side("blue", frontColumns) + "]}\n"
}

// landKm2 is the area of some columns of a strip.
func landKm2(strip, from, to int) float64 {
	box := orb.Bound{Min: orb.Point{frontX(min(from, to)), frontY(strip)}, Max: orb.Point{frontX(max(from, to)), frontY(strip + 1)}}
	return geo.Area(orb.MultiPolygon{box.ToPolygon()}) / 1e6
}

// allLandKm2 is the area that is fought over.
func allLandKm2() (km2 float64) {
	for strip := range frontStrips {
		km2 += landKm2(strip, 0, frontColumns)
	}
	return km2
}

// between is the area that two fronts give to others.
func between(a, b front) (km2 float64) {
	for strip := range a {
		if a[strip] != b[strip] {
			km2 += landKm2(strip, a[strip], b[strip])
		}
	}
	return km2
}

// shownDays are the fronts that a map was told, by day.
type shownDays map[int]front

// on is where the front stands on a day: where it was shown last, before the first where it was
// shown first.
func (s shownDays) on(day int) front {
	first := warDays + 1
	for shown := range s {
		first = min(first, shown)
	}
	for ; day > first; day-- {
		if f, shown := s[day]; shown {
			return f
		}
	}
	return s[first]
}

// holder is who holds the middle of a column of a strip on a day.
func (s shownDays) holder(strip, column, day int) string {
	if column < s.on(day)[strip] {
		return "red"
	}
	return "blue"
}

// handovers are the days on which land changes hands.
func (s shownDays) handovers() (days []int) {
	first := slices.Min(slices.Collect(maps.Keys(s)))
	for day := range s {
		if day > first && s.on(day) != s.on(day-1) {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return days
}

// warDay is a day of the war as it is written.
func warDay(day int) string { return fmt.Sprintf("2024-03-%02d", day) }
