package data

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"
)

// Numbers are written as encoding/json writes them.
func TestAppendFloat(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 7))
	numbers := []float64{0, math.Copysign(0, -1), 1, -1, 180, -180, 46.04, 1e-7, -1e-7, 1.5e-7, 1e-9, 123456.7, 999999.9999999, 1e6, 1e20, 1e21, 0.1 + 0.2, 46.0400000000001}
	for range 200_000 {
		x := random.Float64()*360 - 180
		scale := math.Pow10(random.IntN(9))
		numbers = append(numbers, x, math.Round(x*scale)/scale, math.Round(x*scale)/scale+math.Copysign(1e-14, x), math.Nextafter(math.Round(x*scale)/scale, 1000))
	}
	for _, x := range numbers {
		want, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(appendFloat(nil, x)); got != string(want) {
			t.Fatalf("%b: got %s, want %s", x, got, want)
		}
	}
}
