package decimal

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// Numbers are exactly those of strconv, and read to their end, by a Parser
// whatever it expects.
func FuzzParse(f *testing.F) {
	parsers := []Parser{NewParser()}
	for decimals := 1; decimals <= 7; decimals++ {
		var p Parser
		p.expect(decimals)
		parsers = append(parsers, p)
	}
	for _, s := range []string{
		"46.04", "-0", "+.5", "5.", "1e5", "1e-400", "9007199254740993", "0.1234567", "0.12345678", "0.123456789012345678901",
		"46.0412345", "179.99999999999999", "1e", "1.5e+", "00000000000000000000000001", "4.35", "0.000001", "123456789.12345678", "-", ".", "", "1e999",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, padding := range []string{"", ",12345678", "\n", "\n           "} {
			got, end, ok := Parse([]byte(s+padding), 0)
			for _, p := range parsers {
				for range 3 { // it learns
					if v, e, found := p.Parse([]byte(s+padding), 0); math.Float64bits(v) != math.Float64bits(got) || e != end || found != ok {
						t.Errorf("%q: the parser got %v to %d, %v; want %v to %d, %v", s+padding, v, e, found, got, end, ok)
					}
				}
			}
			if ok {
				want, err := strconv.ParseFloat(s[:min(end, len(s))], 64)
				if end <= len(s) && (err != nil || math.Float64bits(got) != math.Float64bits(want)) {
					t.Errorf("%q: got %v, want %v, %v", s[:end], got, want, err)
				}
			}
			if want, err := strconv.ParseFloat(s, 64); err == nil && strings.Trim(s, "0123456789.eE+-") == "" && padding != ",12345678" {
				if !ok || end != len(s) || got != want {
					t.Errorf("%q before %q: got %v to %d, %v; want %v", s, padding, got, end, ok, want)
				}
			}
		}
	})
}

// A million random coordinates, which fuzzing rarely makes.
func TestParseIsExact(t *testing.T) {
	p := NewParser()
	for i := range 1_000_000 {
		x := math.Mod(float64(i)*0.7316182734961+1e-9*float64(i), 360) - 180
		s := strconv.FormatFloat(x, 'f', i%18, 64)
		want, _ := strconv.ParseFloat(s, 64)
		if got, end, ok := Parse([]byte(s), 0); got != want || end != len(s) || !ok {
			t.Fatalf("%s: got %v to %d, want %v", s, got, end, want)
		}
		if got, end, ok := p.Parse([]byte(s+",x"), 0); got != want || end != len(s) || !ok {
			t.Fatalf("%s: the parser got %v to %d, want %v", s, got, end, want)
		}
	}
}
