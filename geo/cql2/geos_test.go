package cql2

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"demarc/geo"
	"demarc/geo/wkt"
)

// Each spatial function says of random shapes, of which most share borders, vertices or stretches
// of lines, what GEOS says.
func TestSpatialFunctionsAgreeWithGEOS(t *testing.T) {
	names := []string{"s_within", "s_contains", "s_equals", "s_touches", "s_crosses", "s_overlaps", "s_intersects", "s_disjoint"}
	command := exec.Command("/usr/bin/python3", "testdata/relations.py", "1", "4000") // Debian's, with python3-shapely
	var messages strings.Builder
	command.Stderr = &messages
	out, err := command.Output()
	if err != nil {
		t.Fatalf("the judge failed (it wants the Debian package python3-shapely): %v\n%s", err, &messages)
	}
	yes := make([]int, len(names))
	for line := range strings.Lines(string(out)) {
		parts := strings.Split(strings.TrimSpace(line), ";")
		a, _, err := wkt.ParsePrefix(parts[0], 1000)
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range names {
			filter, err := ParseText(fmt.Sprintf("%s(geometry, %s)", name, parts[1]), Schema{})
			if err != nil {
				t.Fatal(err)
			}
			got := filter.Match(&geo.Feature{Geometry: a})
			if want := parts[2][i] == '1'; got != want {
				t.Errorf("%s(%s, %s): got %t, GEOS says %t", name, parts[0], parts[1], got, want)
			} else if got {
				yes[i]++
			}
		}
	}
	for i, name := range names {
		if yes[i] < 100 {
			t.Errorf("%s held %d times: too rarely to say that all is well", name, yes[i])
		}
	}
}
