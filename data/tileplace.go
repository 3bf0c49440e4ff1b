package data

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/crs"
	"demarc/geo/mvt"
)

// AllEpochs is the epoch of a timeless tileset, "all" in words.
const AllEpochs = -2

// TileEpoch is the epoch whose tiles of the tileset show the day.
func (s *Snapshot) TileEpoch(tileset string, day date.Date) int {
	if Timeless(tileset) {
		return AllEpochs
	}
	return s.Timeline.Epoch(day)
}

// ParseTileEpoch reads the epoch of a tileset: "all" if it is timeless, else a number. The error is
// ErrNotFound.
func (s *Snapshot) ParseTileEpoch(tileset, text string) (int, error) {
	epoch, err := strconv.Atoi(text)
	switch {
	case Timeless(tileset) && text == "all":
		return AllEpochs, nil
	case Timeless(tileset):
		return 0, absent(fmt.Sprintf("epoch %q: the tileset %s holds all days, want all", text, tileset))
	case err != nil || epoch < 0 || epoch >= s.Timeline.epochs():
		return 0, absent(fmt.Sprintf("epoch %q: want 0 to %d", text, s.Timeline.epochs()-1))
	}
	return epoch, nil
}

// ErrOutside is of a tile that is empty and lies outside of the bounds of its tileset.
var ErrOutside = errors.New("the tile lies outside of the bounds of its tileset")

// EpochTile returns a tile of an epoch, nil for one that is known to be empty. The error is
// ErrNotFound for a tile that cannot exist, ErrOutside for one that, being empty, lies outside of
// the bounds of its tileset; a tile that is inside only by its buffer exists.
func (s *Snapshot) EpochTile(ctx context.Context, tileset string, epoch int, z, x, y uint32) ([]byte, error) {
	switch {
	case z > mvt.MaxZoom:
		return nil, absent(fmt.Sprintf("zoom %d: there are tiles of zoom %d to %d, scale those of the largest", z, mvt.MinZoom, mvt.MaxZoom))
	case x >= 1<<z || y >= 1<<z:
		return nil, absent(fmt.Sprintf("tile %d/%d/%d: at zoom %d columns and rows run from 0 to %d", z, x, y, z, uint64(1)<<z-1))
	}
	day := s.Timeline.Covers().From
	if epoch != AllEpochs {
		day = max(s.Timeline.EpochInterval(epoch).From, date.Beginning+1)
	}
	tile, err := s.Tile(ctx, tileset, day, z, x, y)
	if err != nil || len(tile) > 0 {
		return tile, err
	}
	if !limitsAt(s.TileBound(tileset), z).holds(y, x) {
		return nil, ErrOutside
	}
	return nil, nil
}

// DayTile returns a tile of a timeless tileset with what it holds on the day.
func (s *Snapshot) DayTile(ctx context.Context, tileset string, day date.Date, z, x, y uint32) ([]byte, error) {
	layer, err := s.Layer(ctx, tileset, Selection{During: date.Interval{From: day, To: day + 1}})
	if err != nil {
		return nil, err
	}
	return mvt.NewTiler([]geo.Layer{s.forTiles(layer)}).TileContext(ctx, z, x, y)
}

// TileLimits are the tiles of a zoom outside of which there are none. The members are those of OGC
// 17-083r4.
type TileLimits struct {
	Matrix string `json:"tileMatrix"` // the zoom
	MinRow uint32 `json:"minTileRow"`
	MaxRow uint32 `json:"maxTileRow"`
	MinCol uint32 `json:"minTileCol"`
	MaxCol uint32 `json:"maxTileCol"`
}

// holds tells whether a tile lies within the limits.
func (l TileLimits) holds(row, col uint32) bool {
	return l.MinRow <= row && row <= l.MaxRow && l.MinCol <= col && col <= l.MaxCol
}

// TileLimits returns for each zoom the rows and columns that the tileset reaches.
func (s *Snapshot) TileLimits(tileset string) []TileLimits {
	box := s.TileBound(tileset)
	var limits []TileLimits
	for z := uint32(mvt.MinZoom); z <= mvt.MaxZoom; z++ {
		limits = append(limits, limitsAt(box, z))
	}
	return limits
}

// CheckTile returns ErrNotFound for a tile outside of the limits of its tileset, whose place is
// written in digits.
func (s *Snapshot) CheckTile(tileset, matrix, row, col string) error {
	limits := s.TileLimits(tileset)
	i := slices.IndexFunc(limits, func(l TileLimits) bool { return l.Matrix == matrix })
	if i < 0 {
		return absent(fmt.Sprintf("tile matrix %q: want %s to %s, scale the tiles of the last",
			matrix, limits[0].Matrix, limits[len(limits)-1].Matrix))
	}
	r, rowErr := strconv.ParseUint(row, 10, 32)
	c, colErr := strconv.ParseUint(col, 10, 32)
	if l := limits[i]; rowErr != nil || colErr != nil || !l.holds(uint32(r), uint32(c)) {
		return absent(fmt.Sprintf("row %s, column %s of tile matrix %s: want rows %d to %d and columns %d to %d",
			row, col, matrix, l.MinRow, l.MaxRow, l.MinCol, l.MaxCol))
	}
	return nil
}

// limitsAt returns the rows and columns of a zoom whose tiles meet a box of longitudes and
// latitudes; tiles have no buffer here.
func limitsAt(box orb.Bound, z uint32) TileLimits {
	const world = 2 * math.Pi * 6378137 // metres, the side of the square of all tiles
	north, south := crs.WebMercator.Forward(box.Max)[1], crs.WebMercator.Forward(box.Min)[1]
	tile := func(part float64) uint32 {
		size := math.Exp2(float64(z))
		return uint32(max(0, min(size-1, math.Floor(part*size))))
	}
	return TileLimits{
		Matrix: strconv.Itoa(int(z)), MinRow: tile(0.5 - north/world), MaxRow: tile(0.5 - south/world),
		MinCol: tile(box.Min[0]/360 + 0.5), MaxCol: tile(box.Max[0]/360 + 0.5),
	}
}

// absent is an ErrNotFound in words of its own.
type absent string

func (a absent) Error() string      { return string(a) }
func (absent) Is(target error) bool { return target == ErrNotFound }
