package data_test

import (
	"fmt"
	"regexp"
	"strconv"
	"testing"

	"demarc/data"
	"demarc/data/date"
)

// A front drawn every day is cut into many zones of less than a football field. Each counts, also
// within a region and outside of one, where only what lies beside it does not.
func TestSmallZonesCount(t *testing.T) {
	files := small(t)
	position := regexp.MustCompile(`\[(1\d(?:\.\d+)?), (5\d(?:\.\d+)?)\]`)
	for _, name := range []string{zonesFile, countiesFile} {
		files[name].Data = position.ReplaceAllFunc(files[name].Data, func(text []byte) []byte {
			m := position.FindSubmatch(text)
			lon, _ := strconv.ParseFloat(string(m[1]), 64)
			lat, _ := strconv.ParseFloat(string(m[2]), 64)
			return fmt.Appendf(nil, "[%.6f, %.6f]", 10+(lon-10)*0.0005, 50+(lat-50)*0.0005)
		})
	}
	s, problems, err := data.Open(files)
	if err != nil {
		t.Fatalf("%v\n%v", err, problems)
	}
	for _, tt := range []struct {
		query data.StatsQuery
		want  int
	}{
		{data.StatsQuery{}, 2},
		{data.StatsQuery{Within: "county"}, 2},
		{data.StatsQuery{Outside: "county"}, 0},
		{data.StatsQuery{Within: "west"}, 1},
		{data.StatsQuery{Outside: "west"}, 1},
	} {
		tt.query.During = date.Interval{From: s.Dataset.Covers.From, To: s.Dataset.Covers.From + 1}
		stats, err := s.Stats(t.Context(), tt.query)
		if err != nil {
			t.Fatal(err)
		}
		zones := 0
		for _, a := range stats.Series[0].Areas {
			zones += a.Zones
		}
		if zones != tt.want {
			t.Errorf("within %q, outside %q: got %d zones, want %d: %+v", tt.query.Within, tt.query.Outside, zones, tt.want, stats.Series[0].Areas)
		}
	}
}
