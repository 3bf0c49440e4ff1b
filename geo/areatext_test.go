package geo

import "testing"

func TestAreasAreReadable(t *testing.T) {
	for m2, want := range map[float64]string{
		0: "0 km2", 7.88271e-5: "0 km2", 0.4: "0 km2", 1: "1 m2", 9900: "9900 m2", 9999.4: "9999 m2",
		1e4: "0.01 km2", 3946.14e6: "3946.14 km2", 1234567.8e6: "1234568 km2",
	} {
		if got := AreaText(m2, 6); got != want {
			t.Errorf("%g m2: got %s, want %s", m2, got, want)
		}
	}
}
