package publish

import (
	"context"
	"fmt"
	"maps"
	"math"
	"net/http"
	"slices"
)

// worldAround is by zoom how many degrees around the dataset the world below it is published; the
// map shows little more, and farther away it takes tiles of a smaller zoom.
var worldAround = map[uint32]float64{0: 360, 2: 20, 4: 8, 5: 5, 6: 2.5}

// mostWorld is how many tiles of a zoom are published: where the dataset is so large that they were
// more, the map does with those of smaller zooms.
const mostWorld = 64

// world adds tiles of what lies below the map, where it is.
func (c *collector) world(ctx context.Context) error {
	extent := c.Snapshot.Dataset.Covers.Extent
	west, south, east, north := extent[0], extent[1], extent[2], extent[3]
	if east < west {
		east += 360
	}
	for _, z := range slices.Sorted(maps.Keys(worldAround)) {
		around := worldAround[z]
		size := 1 << z
		column := func(lon float64) int { return int(math.Floor((lon + 180) / 360 * float64(size))) }
		row := func(lat float64) int {
			sin := math.Sin(min(max(lat, -85.05), 85.05) * math.Pi / 180)
			return min(max(int((0.5-math.Log((1+sin)/(1-sin))/(4*math.Pi))*float64(size)), 0), size-1)
		}
		first, last := column(west-around), column(east+around)
		last = min(last, first+size-1)
		top, bottom := row(north+around), row(south-around)
		if (last-first+1)*(bottom-top+1) > mostWorld {
			continue
		}
		for x := first; x <= last; x++ {
			for y := top; y <= bottom; y++ {
				address := fmt.Sprintf("world/%d/%d/%d.mvt", z, ((x%size)+size)%size, y)
				got, err := c.get(ctx, address)
				if err != nil {
					return err
				}
				if got.status == http.StatusOK {
					c.manifest.Files[address] = c.add("answers", ".mvt", got.mediaType(), got.body.Bytes())
				}
			}
		}
	}
	return nil
}
