package enrich_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"demarc/data/enrich"
)

// Plain rows take a short way, and rows beside one with a problem a longer one: both say the same,
// however long rows and what is added to them are, and however long the fields before them were.
func TestPlainRowsSayWhatOthersSay(t *testing.T) {
	s := snapshot(t)
	random := rand.New(rand.NewPCG(4, 5))
	var plain, mixed strings.Builder
	for _, b := range []*strings.Builder{&plain, &mixed} {
		b.WriteString("id,lon,text,lat\n")
	}
	for i := range 3000 {
		decimals, words := random.IntN(9), random.IntN(12)
		if i < 1000 {
			decimals, words = 7, 1
		}
		row := fmt.Sprintf("%d,%.*f,%s,%.*f\n", i, decimals, 9.5+3*random.Float64(), strings.Repeat("word\t", words), decimals, 49.5+2*random.Float64())
		plain.WriteString(row)
		mixed.WriteString(row)
		if i%50 == 0 {
			mixed.WriteString("bad,,,\n")
		}
	}
	names := s.Zones()[0].Names // this snapshot is nobody else's
	check := func(columns []string) {
		t.Helper()
		o := enrich.Options{Columns: columns}
		want := ""
		for line := range strings.Lines(run(t, s, mixed.String(), o)) {
			if !strings.HasPrefix(line, "bad") {
				want += line
			}
		}
		if got := run(t, s, plain.String(), o); got != want {
			t.Errorf("columns %v, the name %q: plain rows differ from those beside bad ones", columns, names["en"])
		}
	}
	for _, columns := range [][]string{nil, {"zone"}, {"zone_name", "controller_name", "status_name", "sources", "event"}, {"border_m"}} {
		check(columns)
	}
	for n := 55; n < 75; n++ { // some fit in a cache line with the rest
		names["en"] = strings.Repeat("n", n)
		check([]string{"zone_name"})
	}
}

// Rows on days that the dataset does not cover are counted.
func TestUncoveredRowsAreCounted(t *testing.T) {
	s := snapshot(t)
	on := day(t, "1950-01-01")
	var out strings.Builder
	result, err := enrich.Run(s, strings.NewReader("id,lon,lat\n"+strings.Repeat("1,10.54,50.10\n", 1000)), &out, enrich.Options{Day: &on})
	if err != nil || result.Rows != 1000 || result.Uncovered != 1000 {
		t.Errorf("got %+v, %v; want 1000 rows, all uncovered", result, err)
	}
}
