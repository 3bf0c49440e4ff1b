package data

import (
	"context"
	"io/fs"
	"math"
	"testing"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/testdata"
	"demarc/geo"
)

// plainAreas sums the zones of a day one by one, without regard to any other day.
func plainAreas(s *Snapshot, day date.Date) map[side]sum {
	sums := map[side]sum{}
	for _, zone := range s.zones {
		if !zone.Interval.Contains(day) {
			continue
		}
		c := s.Control(zone.ID, day)
		x := side{valueOf(c.Controller), c.Status}
		was := sums[x]
		sums[x] = sum{area: was.area + int64(math.Round(zone.AreaKm2*perKm2)), zones: was.zones + 1}
	}
	return sums
}

// Areas over time are those of every day summed alone, in stretches that meet without a gap.
func TestStatsAgainstEachDay(t *testing.T) {
	files := []fs.FS{testdata.Isles(), testdata.Small(), testdata.Olden(), testdata.Globe()}
	for seed := range uint64(40) {
		files = append(files, testdata.Random(seed))
	}
	var sets []*Snapshot
	for _, fsys := range files {
		s, _, err := Open(fsys)
		if err != nil {
			t.Fatal(err)
		}
		sets = append(sets, s)
	}
	for _, s := range sets {
		stats, err := s.Stats(t.Context(), StatsQuery{During: date.Interval{From: date.Beginning + 1, To: date.Forever - 1}})
		if err != nil {
			t.Fatal(err)
		}
		for i, areas := range stats.Series {
			if i > 0 && *areas.From != *stats.Series[i-1].To {
				t.Errorf("%s: a stretch begins on %v, the one before ends on %v", s.Dataset.ID, *areas.From, *stats.Series[i-1].To)
			}
		}
		for epoch := range s.Timeline.epochs() {
			span := s.Timeline.EpochInterval(epoch)
			day := max(span.From, date.Beginning+1)
			want, got := plainAreas(s, day), 0
			one, err := s.Stats(t.Context(), StatsQuery{During: date.Interval{From: day, To: day + 1}})
			if err != nil || len(one.Series) != 1 {
				t.Fatalf("%s %s: got %d stretches, %v", s.Dataset.ID, day, len(one.Series), err)
			}
			for _, of := range [][]Area{one.Series[0].Areas, stats.on(day)} {
				for _, a := range of {
					x := want[side{valueOf(a.Controller), a.Status}]
					if a.Zones != x.zones || a.Km2 != round(float64(x.area)/perKm2, 1) {
						t.Errorf("%s %s: got %v, want %d zones of %d", s.Dataset.ID, day, a, x.zones, x.area)
					}
					got++
				}
			}
			if got != 2*len(want) {
				t.Errorf("%s %s: got %d areas twice, want %d", s.Dataset.ID, day, got, len(want))
			}
		}
	}
}

// on returns the areas of a day in the series.
func (stats *Stats) on(day date.Date) []Area {
	for _, areas := range stats.Series {
		if (areas.From == nil || *areas.From <= day) && (areas.To == nil || day < *areas.To) {
			return areas.Areas
		}
	}
	return nil
}

// A collection that is made day by day finds what one finds that is kept as a whole.
func TestCollectionsInParts(t *testing.T) {
	s, _, err := Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{dataset.FrontLayer, dataset.ControllersLayer} {
		whole, err := s.Collection(name)
		if err != nil {
			t.Fatal(err)
		}
		asked := 0
		parts := newCollection(geo.Layer{Name: name, Fields: whole.Fields})
		parts.covers, parts.dayInID = whole.covers, true
		parts.list = func(ctx context.Context, wanted Selection) (items, error) {
			asked++
			layer, err := s.Layer(ctx, name, wanted)
			if err != nil {
				return items{}, err
			}
			return newCollection(layer).list(ctx, wanted)
		}
		for epoch := range s.Timeline.epochs() {
			day := max(s.Timeline.EpochInterval(epoch).From, date.Beginning+1)
			search := Search{During: date.Interval{From: day, To: day + 1}, Limit: 3}
			for {
				want, err := whole.Search(t.Context(), search)
				if err != nil {
					t.Fatal(err)
				}
				got, err := parts.Search(t.Context(), search)
				if err != nil || got.Matched != want.Matched || got.Next != want.Next || len(got.Features) != len(want.Features) {
					t.Fatalf("%s %s: got %d of %d, %q, %v; want %d of %d, %q", name, day, len(got.Features), got.Matched, got.Next, err, len(want.Features), want.Matched, want.Next)
				}
				for i, f := range got.Features {
					if f.ID != want.Features[i].ID {
						t.Errorf("%s %s: got %s, want %s", name, day, f.ID, want.Features[i].ID)
					}
					if one, err := parts.Feature(t.Context(), f.ID); err != nil || one.Features[0].ID != f.ID {
						t.Errorf("%s: got %v, %v for the id %s", name, one, err, f.ID)
					}
				}
				if search.After = want.Next; want.Next == "" {
					break
				}
			}
		}
		if asked == 0 {
			t.Errorf("%s: no part was made", name)
		}
	}
}
