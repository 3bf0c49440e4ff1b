package notation_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"demarc/geo/notation"
)

func ExampleRead() {
	caucasus := notation.Setting{Extent: orb.Bound{Min: orb.Point{44, 38}, Max: orb.Point{49, 42}}, Near: orb.Point{46, 40}}
	for _, text := range []string{"40.10, 46.04", `40°06'00"N 46°02'24"E`, "38T NK 88645 39374", "422R+22 Kalbajar", "POINT(46.04 40.10)", "here"} {
		r, err := notation.Read(text, caucasus)
		if err != nil {
			fmt.Printf("%.37s ...\n", err)
			continue
		}
		fmt.Printf("%.4f %.4f (%s, to %g m)\n", r.Point[0], r.Point[1], r.Notation, r.PrecisionM)
	}
	// Output:
	// 46.0400 40.1000 (decimal degrees, to 1110 m)
	// 46.0400 40.1000 (degrees, minutes and seconds, to 30.9 m)
	// 46.0400 40.1000 (MGRS, to 1 m)
	// 46.0401 40.1001 (Plus code, to 13.9 m)
	// 46.0400 40.1000 (WKT point, to 1110 m)
	// "here": 'H' has no place in coordinat ...
}
