package imports_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/imports"
)

// A table of who held which zone from when to when becomes a dataset that can be asked.
func ExampleImport() {
	folder, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
	table, dataset := filepath.Join(folder, "banks.csv"), filepath.Join(folder, "banks")
	rows := `zone,name_en,controller,valid_from,valid_to,wkt
west,West bank,Reds,2001-01-01,2005-06-30,"POLYGON((0 0,1 0,1 1,0 1,0 0))"
west,West bank,Blues,2005-06-30,,"POLYGON((0 0,1 0,1 1,0 1,0 0))"
east,East bank,Blues,2001-01-01,,"POLYGON((1 0,2 0,2 1,1 1,1 0))"
`
	if err := os.WriteFile(table, []byte(rows), 0o666); err != nil {
		fmt.Println(err)
		return
	}
	report, err := imports.Import(context.Background(), table, dataset, imports.Options{
		End: imports.Exclusive, SourceTitle: "Chronicle of the banks", Licence: "CC0-1.0", Attribution: "made up",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Regions, "regions,", report.Periods, "periods")
	snapshot, _, err := data.Open(os.DirFS(dataset))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"2005-06-29", "2005-06-30"} {
		day, _ := date.Parse(text)
		fmt.Println(text, *snapshot.Locate(orb.Point{0.5, 0.5}, day).Control.Controller)
	}
	// Output:
	// 2 regions, 3 periods
	// 2005-06-29 Reds
	// 2005-06-30 Blues
}
