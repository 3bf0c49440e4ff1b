package geo

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// A fused product and sum rounds once where two operations round twice, and the static filters are proven for two. The
// processor arm64 has such instructions and the compiler uses them wherever a product is added unconverted. So the code
// that decides on which side of an edge a point lies is compiled for it and must have none, but for those that ask
// for them by math.FMA.
func TestNoFusedMultiplyAdd(t *testing.T) {
	build := exec.Command("go", "build", "-gcflags=-S", "./internal/planar", "./locate", "./internal/wgs84")
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
		"planar.Orient": 0, "planar.orientExact": 2, "planar.TurnNear": 2, "planar.isDifference": 0,
		"planar.(*expansion).add": 0, "planar.(*expansion).addProduct": 1, "planar.Contains": 0,
		"locate.(*gridEdge).rightOf": 0, "locate.(*Grid).evaluate": 2, "locate.crossHardEdge": 0, "locate.sideOf": 0, "locate.(*Grid).crossRuns": 0,
		"locate.(*gridEdge).crosses": 0, "locate.(*gridEdge).hasOnRight": 0,
		"locate.(*node).frame": 0, "locate.(*node).cornerX": 0, "locate.(*node).cornerY": 0,
	} {
		if !strings.Contains(string(listing), function+" STEXT") {
			t.Errorf("the listing lacks %s: has it another name?", function)
		}
		if got := fused[function]; got > most {
			t.Errorf("%s has %d fused instructions, want at most %d: write float64(x*y)", function, got, most)
		}
	}
}

// fusedByFunction counts fused instructions in a listing of the compiler.
func fusedByFunction(listing string) map[string]int {
	head := regexp.MustCompile(`^(?:demarc/geo/(?:internal/)?)?(\S+) STEXT`)
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
