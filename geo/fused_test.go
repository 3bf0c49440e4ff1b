package geo

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A fused product and sum rounds once where two operations round twice, and the static filters are proven for two. The
// processor arm64 has such instructions and the compiler uses them wherever a product is added unconverted. So the code
// that decides on which side of an edge a point lies is compiled for it and must have none, but for those that ask
// for them by math.FMA.
func TestNoFusedMultiplyAdd(t *testing.T) {
	build := exec.Command("go", "build", "-gcflags=-S", "-o", filepath.Join(t.TempDir(), "geo.a"), ".")
	build.Env = append(os.Environ(), "GOARCH=arm64", "CGO_ENABLED=0")
	listing, err := build.CombinedOutput()
	if err != nil {
		t.Fatalf("go build for arm64: %v\n%.2000s", err, listing)
	}
	fused := fusedByFunction(string(listing))
	if len(fused) == 0 {
		t.Fatal("no function has a fused instruction: want those of the distances, so the listing was not read")
	}
	for function, most := range map[string]int{
		"geo.Orient": 0, "geo.orientExact": 2, "geo.turnNear": 2, "geo.isDifference": 0,
		"geo.(*expansion).add": 0, "geo.(*expansion).addProduct": 1, "geo.Contains": 0,
		"geo.(*gridEdge).rightOf": 0, "geo.(*Grid).evaluate": 2, "geo.crossHardEdge": 0, "geo.sideOf": 0, "geo.(*Grid).crossRuns": 0,
		"geo.(*gridEdge).crosses": 0, "geo.(*gridEdge).hasOnRight": 0,
		"geo.(*node).frame": 0, "geo.(*node).cornerX": 0, "geo.(*node).cornerY": 0,
	} {
		if !strings.Contains(string(listing), "demarc/"+function+" STEXT") && !strings.Contains(string(listing), function+" STEXT") {
			t.Errorf("the listing lacks %s: has it another name?", function)
		}
		if got := fused[function]; got > most {
			t.Errorf("%s has %d fused instructions, want at most %d: write float64(x*y)", function, got, most)
		}
	}
}

// fusedByFunction counts fused instructions in a listing of the compiler.
func fusedByFunction(listing string) map[string]int {
	head := regexp.MustCompile(`^(?:demarc/)?(\S+) STEXT`)
	instruction := regexp.MustCompile(`\tF(?:N?MADD|N?MSUB)[DS]\t`)
	counts, function := map[string]int{}, ""
	for line := range strings.Lines(listing) {
		if m := head.FindStringSubmatch(line); m != nil {
			function = m[1]
		} else if instruction.MatchString(line) {
			counts[function]++
		}
	}
	return counts
}
