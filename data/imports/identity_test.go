package imports

import (
	"fmt"
	"maps"
	"slices"
	"testing"
)

// Who replaced whom, ids elsewhere and who drew a line are read where the columns hold them, and
// are own columns where they hold anything else: nothing is lost.
func TestIdentityIsRead(t *testing.T) {
	const square = `"POLYGON((0 0,1 0,1 1,0 0))"`
	for _, tt := range []struct{ name, old, next, want string }{
		{"as exports have it", `,b,geonames:373,`, `a,,"geonames:12, wikidata:Q42",The survey`,
			"a:[] [b] geonames:373 ; b:[a] [] geonames:12, wikidata:Q42 The survey; own: "},
		{"named on one side", `,b,,`, `,,,`, "a:[] [b]  ; b:[a] []  ; own: "},
		{"named on the other side", `,,,`, `a,,,`, "a:[] [b]  ; b:[a] []  ; own: "},
		{"not in the file", `,c,,`, `a,,,`, "a:[] [b]  ; b:[a] []  ; own: own_replaced_by=c"},
		{"words", `,,the Duke,`, `the old county,,,`, "a:[] []  ; b:[] []  ; own: own_same_as=the Duke own_replaces=the old county"},
		{"itself", `,,,`, `b,,,`, "a:[] []  ; b:[] []  ; own: own_replaces=b"},
		{"an unknown scheme", `,,phone:7,`, `,,,`, "a:[] []  ; b:[] []  ; own: own_same_as=phone:7"},
		{"twice the same scheme", `,,"gw:7, gw:8",`, `,,,`, "a:[] []  ; b:[] []  ; own: own_same_as=gw:7, gw:8"},
	} {
		csv := "id,name,from,to,replaces,replaced_by,same_as,decided_by,WKT\n" +
			"a,A,1900-01-01,1950-01-01," + tt.old + "," + square + "\nb,B,1950-01-01,," + tt.next + "," + square + "\n"
		s, _ := imported(t, written(t, "counties.csv", csv), Options{End: Exclusive})
		got, own := "", ""
		for _, r := range s.Dataset.Regions {
			got += fmt.Sprintf("%s:%v %v %s %s; ", r.ID, r.Replaces, r.ReplacedBy, r.SameAs, r.DecidedBy.In("en"))
			for _, name := range slices.Sorted(maps.Keys(r.Attributes)) {
				if r.Attributes[name] != nil {
					own += fmt.Sprintf(" %s=%v", name, r.Attributes[name])
				}
			}
		}
		got += "own:" + own
		if own == "" {
			got += " "
		}
		if got != tt.want {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.name, got, tt.want)
		}
	}
}
