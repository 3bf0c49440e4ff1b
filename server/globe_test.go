package server_test

import (
	"encoding/json"
	"fmt"
	"image/png"
	"io/fs"
	"math"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"demarc/data/testdata"
	"demarc/server"
)

// quarters reads the boxes of the zones of testdata.Globe, which are boxes all.
func quarters(t *testing.T) map[string][]orb.Bound {
	t.Helper()
	content, err := fs.ReadFile(testdata.Globe(), "regions/quarters.geojson")
	if err != nil {
		t.Fatal(err)
	}
	collection, err := geojson.UnmarshalFeatureCollection(content)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]orb.Bound{}
	for _, f := range collection.Features {
		switch g := f.Geometry.(type) {
		case orb.Polygon:
			found[f.ID.(string)] = []orb.Bound{g.Bound()}
		case orb.MultiPolygon:
			for _, part := range g {
				found[f.ID.(string)] = append(found[f.ID.(string)], part.Bound())
			}
		}
	}
	return found
}

// met is the plain oracle: the zones that meet a box, each of their parts tried on every turn of
// the globe.
func met(zones map[string][]orb.Bound, box [4]float64) []string {
	for box[2] < box[0] {
		box[2] += 360
	}
	asked := orb.Bound{Min: orb.Point{box[0], box[1]}, Max: orb.Point{box[2], box[3]}}
	var ids []string
	for id, parts := range zones {
		if slices.ContainsFunc(parts, func(part orb.Bound) bool {
			for turn := -25.0; turn <= 25; turn++ {
				moved := part
				moved.Min[0], moved.Max[0] = part.Min[0]+360*turn, part.Max[0]+360*turn
				if moved.Intersects(asked) {
					return true
				}
			}
			return false
		}) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// globeRoutes are the ways to ask for what meets a box; members are the ids in the answer.
var globeRoutes = []struct {
	name, target string
	list, id     string
	box          func(b [4]float64) string
}{
	{"items", "/collections/quarters/items?bbox=", "features", "id", plainBox},
	{"items in latitude, longitude", "/collections/quarters/items?bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4326&bbox=", "features", "id",
		func(b [4]float64) string { return fmt.Sprintf("%v,%v,%v,%v", b[1], b[0], b[3], b[2]) }},
	{"items with heights", "/collections/quarters/items?bbox=", "features", "id",
		func(b [4]float64) string { return fmt.Sprintf("%v,%v,-5,%v,%v,5", b[0], b[1], b[2], b[3]) }},
	{"items in metres", "/collections/quarters/items?bbox-crs=http://www.opengis.net/def/crs/EPSG/0/3857&bbox=", "features", "id",
		func(b [4]float64) string {
			metres := func(lon float64) float64 { return lon * math.Pi / 180 * 6378137 }
			north := func(lat float64) float64 {
				return math.Asinh(math.Tan(max(-89.9, min(89.9, lat))*math.Pi/180)) * 6378137
			}
			return fmt.Sprintf("%.6f,%.6f,%.6f,%.6f", metres(b[0]), north(b[1]), metres(b[2]), north(b[3]))
		}},
	{"items of control", "/collections/control/items?datetime=2001-06-01&bbox=", "features", "zone", plainBox},
	{"control", "/control?datetime=2001-06-01&bbox=", "features", "zone", plainBox},
	{"regions", "/regions?bbox=", "regions", "id", plainBox},
	{"export of regions", "/export/quarters.geojson?bbox=", "features", "id", plainBox},
	{"export of control", "/export/control.geojson?datetime=2001-06-01&bbox=", "features", "zone", plainBox},
	{"filter in text", "/collections/quarters/items?filter=", "features", "id",
		func(b [4]float64) string {
			return url.QueryEscape(fmt.Sprintf("S_INTERSECTS(geometry, BBOX(%v, %v, %v, %v))", b[0], b[1], b[2], b[3]))
		}},
	{"filter in JSON", "/collections/quarters/items?filter-lang=cql2-json&filter=", "features", "id",
		func(b [4]float64) string {
			return url.QueryEscape(fmt.Sprintf(`{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[%v,%v,%v,%v]}]}`, b[0], b[1], b[2], b[3]))
		}},
	{"filter by a polygon in text", "/collections/quarters/items?filter=", "features", "id",
		func(b [4]float64) string {
			b = eastward(b)
			return url.QueryEscape(fmt.Sprintf("S_INTERSECTS(geometry, POLYGON((%[1]v %[2]v, %[3]v %[2]v, %[3]v %[4]v, %[1]v %[4]v, %[1]v %[2]v)))", b[0], b[1], b[2], b[3]))
		}},
	{"filter by a polygon in JSON", "/collections/quarters/items?filter-lang=cql2-json&filter=", "features", "id",
		func(b [4]float64) string {
			b = eastward(b)
			return url.QueryEscape(fmt.Sprintf(`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[%[1]v,%[2]v],[%[3]v,%[2]v],[%[3]v,%[4]v],[%[1]v,%[4]v],[%[1]v,%[2]v]]]}]}`, b[0], b[1], b[2], b[3]))
		}},
	{"filter by a polygon in latitude, longitude", "/collections/quarters/items?filter-crs=http://www.opengis.net/def/crs/EPSG/0/4326&filter=", "features", "id",
		func(b [4]float64) string {
			b = eastward(b)
			return url.QueryEscape(fmt.Sprintf("S_INTERSECTS(geometry, POLYGON((%[2]v %[1]v, %[2]v %[3]v, %[4]v %[3]v, %[4]v %[1]v, %[2]v %[1]v)))", b[0], b[1], b[2], b[3]))
		}},
}

func plainBox(b [4]float64) string { return fmt.Sprintf("%v,%v,%v,%v", b[0], b[1], b[2], b[3]) }

// eastward is the box without a west greater than its east: polygons have no such rule.
func eastward(b [4]float64) [4]float64 {
	for b[2] < b[0] {
		b[2] += 360
	}
	return b
}

// A box of any turn of the globe is answered from all that it covers, on every path that takes one.
// Each of the first boxes was answered in part or with nothing, with status 200.
func TestBoxesOfAnyTurn(t *testing.T) {
	h, zones := handlerOf(t, testdata.Globe()), quarters(t)
	boxes := [][4]float64{
		{190, -10, 200, 10}, {170, -10, 190, 10}, {0, -90, 360, 90}, {170, -10, -170, 10}, {-190, -10, -170, 10},
		{-180, -90, 180, 90}, {-540, -90, 540, 90}, {350, -10, 10, 10}, {100, -10, 80, 10}, {720, -5, 730, 5},
		{-3599, -5, -3590, 5}, {180, -5, 180, 5}, {-180, -5, -180, 5}, {135, -5, 135, 5}, {10, 60, 20, 60},
		{500, 70, 501, 80}, {-100, -89, 260, -88}, {46, 0, 134, 1}, {406, 0, 494, 1}, {-170, 1, 170, 2},
	}
	r := rand.New(rand.NewPCG(7, 11))
	for range 40 {
		south := r.Float64()*170 - 85
		boxes = append(boxes, [4]float64{r.Float64()*1400 - 700, south, r.Float64()*1400 - 700, south + r.Float64()*(85-south)})
	}
	for _, box := range boxes {
		want := met(zones, box)
		for _, route := range globeRoutes {
			if got := ids(getJSON(t, h, route.target+route.box(box)), route.list, route.id); !slices.Equal(got, want) {
				t.Errorf("%s, %v: got %v, want %v", route.name, box, got, want)
			}
		}
	}
	if want := met(zones, boxes[0]); !slices.Equal(want, []string{"pacific"}) {
		t.Errorf("the oracle answers %v: want pacific", want)
	}
}

// ids lists the ids in an answer: members of its objects, or of their properties.
func ids(answer map[string]any, list, id string) []string {
	var found []string
	for _, member := range answer[list].([]any) {
		object := member.(map[string]any)
		value, ok := object[id].(string)
		if !ok {
			value = object["properties"].(map[string]any)[id].(string)
		}
		found = append(found, value)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// What cannot be a place is refused with the reason, on every path that takes a box.
func TestBoxesBeyondTheGlobe(t *testing.T) {
	h := handlerOf(t, testdata.Globe())
	for _, tt := range []struct {
		box  [4]float64
		says string
	}{
		{[4]float64{0, 40, 10, 90.5}, "want -90 to 90"},
		{[4]float64{-17, 170, -10, 178}, "swapped"},
		{[4]float64{0, 0, 588645, 10}, "want -180 to 180"},
		{[4]float64{-123456, 0, 0, 10}, "want -180 to 180"},
		{[4]float64{0, 10, 5, -10}, "south is north"},
	} {
		for _, route := range globeRoutes {
			if strings.Contains(route.name, "polygon") && tt.says == "south is north" ||
				strings.Contains(route.name, "metres") && tt.says != "south is north" { // a north has no end in metres
				continue
			}
			w := get(t, h, route.target+route.box(tt.box))
			if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), tt.says) {
				t.Errorf("%s, %v: got %d %.300s, want 400 and %q", route.name, tt.box, w.Code, w.Body, tt.says)
			}
		}
	}
}

// All names of a place have one answer, which names the place as everybody does.
func TestPlacesOfAnyTurn(t *testing.T) {
	h := handlerOf(t, testdata.Globe())
	for _, tt := range []struct {
		lon, lat float64
		zone     string
	}{
		{-172.3, -17.5, "pacific"}, {172.3, 0, "pacific"}, {0, 0, "atlantic"}, {90, 0, "indian"}, {-89.63, -42.29, "american"},
		{10, 89, "arctic"}, {-179.99, -89, "antarctic"},
	} {
		want := get(t, h, fmt.Sprintf("/locate?lon=%v&lat=%v&history=true&borders=true", tt.lon, tt.lat)).Body.String()
		if !strings.Contains(want, `"zone":{"id":"`+tt.zone) {
			t.Fatalf("%v %v: got %s, want %s", tt.lon, tt.lat, want, tt.zone)
		}
		for turn := -10; turn <= 9; turn++ {
			lon := tt.lon + 360*float64(turn)
			if math.Abs(lon) > 3600 {
				continue
			}
			target := fmt.Sprintf("/locate?lon=%v&lat=%v&history=true&borders=true", lon, tt.lat)
			if got := get(t, h, target); got.Code != http.StatusOK || got.Body.String() != want {
				t.Errorf("%s: got %d %s, want %s", target, got.Code, got.Body, want)
			}
			for _, q := range []string{
				fmt.Sprintf("lon %v lat %v", lon, tt.lat), fmt.Sprintf("geo:%v,%v", tt.lat, lon), fmt.Sprintf("POINT(%v %v)", lon, tt.lat),
			} {
				answer := getJSON(t, h, "/locate?q="+url.QueryEscape(q))
				zone, _ := answer["zone"].(map[string]any)
				if zone["id"] != tt.zone || answer["lon"] != tt.lon {
					t.Errorf("q=%s: got %v in %v, want %v in %s", q, answer["lon"], zone["id"], tt.lon, tt.zone)
				}
			}
			rows := post(t, h, "/locate", fmt.Sprintf("lon,lat\n%v,%v\n", lon, tt.lat), "Content-Type", "text/csv").Body.String()
			if !strings.Contains(rows, ","+tt.zone+",") {
				t.Errorf("row %v: got %s, want %s", lon, rows, tt.zone)
			}
		}
	}
}

// A picture of a box on both sides of the date line shows both, as it would elsewhere: the colours
// left and right of the line are those of the zone that lies on both sides.
func TestPictureAcrossTheDateLine(t *testing.T) {
	h := handlerOf(t, testdata.Globe())
	colours := func(box string) []string {
		t.Helper()
		w := get(t, h, "/export/control.png?datetime=2001-06-01&width=400&height=400&bbox="+box)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: got %d %s", box, w.Code, w.Body)
		}
		picture, err := png.Decode(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		for _, x := range []int{100, 300} {
			r, g, b, _ := picture.At(x, 190).RGBA()
			found = append(found, fmt.Sprint(r>>8, g>>8, b>>8))
		}
		return found
	}
	want := colours("-5,-5,5,5") // of the same controller, in the middle of a zone
	if want[0] != want[1] {
		t.Fatalf("got %v, want one colour", want)
	}
	for _, box := range []string{"175,-5,185,5", "-185,-5,-175,5", "175,-5,-175,5", "535,-5,545,5"} {
		if got := colours(box); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", box, got, want)
		}
	}
	if got := colours("80,-5,100,5"); slices.Equal(got, want) {
		t.Errorf("another zone: got %v as well: the test sees nothing", got)
	}
}

// Points and what is joined of zones are found on any turn too.
func TestExportsOfAnyTurn(t *testing.T) {
	h := handlerOf(t, testdata.Globe())
	for _, tt := range []struct {
		target string
		want   int
	}{
		{"/export/places.geojson?bbox=175,-20,185,-10", 1},
		{"/export/places.geojson?bbox=535,-20,545,-10", 1},
		{"/export/places.geojson?bbox=-100,-50,270.4,0", 2},
		{"/export/places.geojson?bbox=175,-20,180,-10", 0},
		{"/collections/places/items?bbox=175,-20,185,-10", 1},
		{"/export/controllers.geojson?datetime=2001-06-01&bbox=181,-5,182,5", 1},
		{"/export/front.geojson?datetime=2001-06-01&bbox=224,-5,226,5", 1},
	} {
		w := get(t, h, tt.target)
		var answer struct{ Features []json.RawMessage }
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || len(answer.Features) != tt.want {
			t.Errorf("%s: got %d %d features, %v; want %d", tt.target, w.Code, len(answer.Features), err, tt.want)
		}
	}
}

// The extent of data across the date line is told as RFC 7946, 5.2 has it, to programs and people.
func TestExtentAcrossTheDateLine(t *testing.T) {
	h := server.New(loaded(testdata.Edges()["islands"]), server.Options{Version: "test", Today: today, Page: tinyPage})
	covers := getJSON(t, h, "/datasets")["datasets"].([]any)[0].(map[string]any)["covers"].(map[string]any)
	if got := fmt.Sprint(covers["extent"]); got != "[176 -20 -173 -15]" {
		t.Errorf("/datasets: extent %s", got)
	}
	box := getJSON(t, h, "/ogc/collections/zones")["extent"].(map[string]any)["spatial"].(map[string]any)["bbox"]
	if got := fmt.Sprint(box); got != "[[176.499999 -19.500001 -173.999999 -15.499999]]" {
		t.Errorf("/ogc/collections/zones: bbox %s", got)
	}
	if page := get(t, h, "/datasets?f=html").Body.String(); !strings.Contains(page, "176° E to 173° W, 20° S to 15° S") {
		t.Errorf("/datasets for people says:\n%s", page)
	}
}
