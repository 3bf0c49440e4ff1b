package imports

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"demarc/geo"
)

// The columns of well-known files, and what they are taken for.
func TestColumnsAreRecognised(t *testing.T) {
	for _, tt := range []struct{ name, fields, want string }{
		{"CShapes", "cntry_name area gwcode gwsdate gwedate", "from=gwsdate id=gwcode to=gwedate en:cntry_name"},
		{"COD-AB", "ADM1_EN ADM1_AZ ADM1_PCODE ADM0_EN date validOn", "id=ADM1_PCODE az:ADM1_AZ en:ADM1_EN"},
		{"geoBoundaries", "shapeName shapeISO shapeID shapeGroup", "id=shapeID en:shapeName"},
		{"OpenHistoricalMap", "name name:en name:hy start_date end_date source", "from=start_date source=source to=end_date en:name:en hy:name:hy"},
		{"Natural Earth", "NAME_EN NAME_RU ISO_A3 ADMIN", "id=ISO_A3 en:NAME_EN ru:NAME_RU"},
		{"GADM", "GID_0 NAME_0 GID_1 NAME_1 VARNAME_1 TYPE_1 HASC_1", "id=GID_1 en:NAME_1"},
		{"GADM of old", "ID_0 ISO NAME_0 ID_1 NAME_1 ID_2 NAME_2 HASC_2", "id=HASC_2 en:NAME_2"},
		{"one column of names", "code PlateName area", "id=code en:PlateName"},
		{"two columns of names", "code PlateName LocalName", "id=code"},
		{"demarc", "id zone overlay name_en name_az controller controller_name status valid_from valid_to sources fill",
			"colour=fill controller=controller controller name=controller_name from=valid_from id=id overlay=overlay source=sources status=status to=valid_to zone=zone az:name_az en:name_en"},
		{"the same as a Shapefile", "zone controller contr_name patroll_by valid_from", "controller=controller controller name=contr_name from=valid_from patrolled_by=patroll_by zone=zone"},
		{"KML", "name folder begin end", "from=begin to=end en:name"},
		{"STAC", "id datetime start_datetime end_datetime", "from=start_datetime id=id to=end_datetime"},
		{"polities by years", "Name FromYear ToYear Area", "from=FromYear to=ToYear en:Name"},
		{"members of names", "names.en names.ka", "en:names.en ka:names.ka"},
		{"an election's", "OBJECTID ST_CODE AC_NAME AC_HNAME PARTY", "controller=PARTY en:AC_NAME"},
		{"a census's", "WARD_NO|Ward Name|Start Date|End Date|Control Status", "from=Start Date status=Control Status to=End Date en:Ward Name"},
		{"longer names", "iso_a2 name_long pop", "en:name_long"},
		{"names of several things", "ward_name zone_name_2 city_name", ""},
		{"words that are codes of languages too", "name NAME_ALT name_old NAME_LEN name_kmr", "en:name kmr:name_kmr"},
		{"nothing", "a b c", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var fields []geo.Field
			names := strings.Fields(tt.fields)
			if strings.Contains(tt.fields, "|") {
				names = strings.Split(tt.fields, "|")
			}
			for _, name := range names {
				fields = append(fields, geo.Field{Name: name})
			}
			c, err := findColumns(fields, Options{Language: "en"})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range slices.Sorted(maps.Keys(c.of)) {
				got = append(got, fmt.Sprintf("%s=%s", r, fields[c.of[r]].Name))
			}
			for _, language := range slices.Sorted(maps.Keys(c.names)) {
				got = append(got, language+":"+fields[c.names[language]].Name)
			}
			if got := strings.Join(got, " "); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestNamedColumns(t *testing.T) {
	fields := []geo.Field{{Name: "a"}, {Name: "id"}, {Name: "who"}, {Name: "valid_from"}}
	c, err := findColumns(fields, Options{Language: "en", ID: "a", Controller: "who", From: noColumn, Names: map[string]string{"ru": "a"}})
	if err != nil {
		t.Fatal(err)
	}
	if c.of[idRole] != 0 || c.of[controllerRole] != 2 || c.has(fromRole) || c.names["ru"] != 0 || len(c.names) != 1 {
		t.Errorf("got %v and names %v", c.of, c.names)
	}
	for _, o := range []Options{{ID: "x"}, {Names: map[string]string{"en": "x"}}, {To: "x"}} {
		if _, err := findColumns(fields, o); err == nil || !strings.Contains(err.Error(), `"x": want one of a, id, who, valid_from`) {
			t.Errorf("%+v: got %v, want the list of columns", o, err)
		}
	}
}
