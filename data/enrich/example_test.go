package enrich_test

import (
	"fmt"
	"log"
	"os"
	"strings"

	"demarc/data"
	"demarc/data/enrich"
	"demarc/data/testdata"
)

// A table of incidents gets the zone, who controlled it on the day of the row, and what is
// wrong with rows that cannot be located.
func ExampleRun() {
	snapshot, _, err := data.Open(testdata.Small())
	if err != nil {
		log.Fatal(err)
	}
	table := strings.NewReader(`what;Longitude;Latitude;Date
shelling;10,54;50,10;2005-02-28
"mine; one dead";10.54;50.10;2005-03-01
flood;11.7;50.9;2001-06-01
rumour;50.10;110.54;2001-06-01
`)
	result, err := enrich.Run(snapshot, table, os.Stdout, enrich.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Rows, "rows,", result.Failed, "failed:", result.Read.Text(enrich.OptionNames{}))
	// Output:
	// what;Longitude;Latitude;Date;zone;controller;status;locate_error
	// shelling;10,54;50,10;2005-02-28;west;reds;controlled;
	// "mine; one dead";10.54;50.10;2005-03-01;west;blues;controlled;
	// flood;11.7;50.9;2001-06-01;east;blues;controlled;
	// rumour;50.10;110.54;2001-06-01;;;;"latitude 110.54: want -90 to 90; are longitude and latitude swapped?"
	// 4 rows, 1 failed: longitude from "Longitude", latitude from "Latitude", day from "Date"
}

// Objects one a line, and features, get members of the columns that are named. All else
// stays byte for byte.
func ExampleRun_json() {
	snapshot, _, err := data.Open(testdata.Small())
	if err != nil {
		log.Fatal(err)
	}
	table := strings.NewReader(`{"at": "50°06'N 10°32'24\"E", "date": "2005-03-01T12:00:00Z", "dead": 1.50}
{"type": "Feature", "geometry": {"type": "Point", "coordinates": [11.7, 50.9]}, "properties": {"date": "2001-06-01"}}
`)
	_, err = enrich.Run(snapshot, table, os.Stdout, enrich.Options{Point: "at", Columns: []string{"zone_name", "counties", "from"}})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// {"at": "50°06'N 10°32'24\"E", "date": "2005-03-01T12:00:00Z", "dead": 1.50,"zone_name":"West valley","counties":"county","from":"2005-03-01"}
	// {"type": "Feature", "geometry": {"type": "Point", "coordinates": [11.7, 50.9]}, "properties": {"date": "2001-06-01","zone_name":"East valley","counties":"county","from":"2000-01-01"}}
}

// What can be added depends on the layers of the dataset.
func ExampleColumns() {
	snapshot, _, err := data.Open(testdata.Small())
	if err != nil {
		log.Fatal(err)
	}
	for _, column := range enrich.Columns(snapshot) {
		if strings.HasPrefix(column.Name, "zone") || strings.HasPrefix(column.Name, "counties") {
			fmt.Printf("%s: %s\n", column.Name, column.About)
		}
	}
	// Output:
	// zone: id of the zone the point lies in
	// zone_name: its English name
	// zone_km2: its area
	// counties: ids of the regions of the layer counties
	// counties_border_m: metres to the border of the region of the layer counties
}
