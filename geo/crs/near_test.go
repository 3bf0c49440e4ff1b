package crs

import "testing"

// Systems that differ from WGS 84 by less than lines are precise are told by code and by text;
// older ones, which differ by a hundred metres, others' units and other meridians are not.
func TestNear(t *testing.T) {
	for code, want := range map[int]bool{4269: true, 4258: true, 4283: true, 7844: true, 4674: true, 4326: false, 4267: false, 4230: false, 3857: false, 25832: false, 0: false} {
		if note, ok := NearCode(code); ok != want || ok != (note != "") {
			t.Errorf("EPSG:%d: got %t %q, want %t", code, ok, note, want)
		}
	}
	const degrees = `SPHEROID["x",6378137,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	for _, tt := range []struct {
		name, text, want string
	}{
		{"as Esri writes it", `GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",` + degrees, "NAD83"},
		{"a realization", `GEOGCS["GCS_North_American_1983_HARN",DATUM["D_North_American_1983_HARN",` + degrees, "NAD83"},
		{"as GDAL writes it", `GEOGCS["ETRS89",DATUM["European_Terrestrial_Reference_System_1989",` + degrees, "ETRS89"},
		{"an ensemble", "GEOGCRS[\"ETRS89\",\n  ENSEMBLE[\"European Terrestrial Reference System 1989 ensemble\",", "ETRS89"},
		{"of 2019", "GEOGCRS[\"GDA94\",\n    DATUM[\"Geocentric Datum of Australia 1994\",\n        ELLIPSOID[\"GRS 1980\"]],\n PRIMEM[\"Greenwich\",0]]", "GDA94"},
		{"of 1927", `GEOGCS["GCS_North_American_1927",DATUM["D_North_American_1927",` + degrees, ""},
		{"in metres", `PROJCS["NAD83 / UTM zone 10N",GEOGCS["NAD83",DATUM["North_American_Datum_1983",` + degrees, ""},
		{"from Paris", `GEOGCS["RGF93",DATUM["RGF93",SPHEROID["x",6378137,298.2]],PRIMEM["Paris",2.33722917],UNIT["Degree",0.0174532925199433]]`, ""},
		{"in gons", `GEOGCS["RGF93",DATUM["RGF93",SPHEROID["x",6378137,298.2]],PRIMEM["Greenwich",0],UNIT["Grad",0.015707963]]`, ""},
		{"local", `LOCAL_CS["GDA94",DATUM["GDA94"]]`, ""},
		{"nothing", "", ""},
	} {
		note, ok := NearText(tt.text)
		if want := tt.want != ""; ok != want || want && note != taken(tt.want) {
			t.Errorf("%s: got %t %q, want %q", tt.name, ok, note, tt.want)
		}
	}
}
