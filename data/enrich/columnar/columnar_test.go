package columnar_test

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/enrich"
	"demarc/data/enrich/columnar"
	"demarc/data/testdata"
)

func snapshot(t testing.TB) *data.Snapshot {
	t.Helper()
	s, _, err := data.Open(testdata.Small())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sample are points on the borders of all zones, beside them by less than any map shows, and
// elsewhere, each on a day.
func sample(s *data.Snapshot, n int) (points []orb.Point, days []date.Date) {
	r := rand.New(rand.NewPCG(23, 1))
	var corners []orb.Point
	for _, zone := range s.Zones() {
		for _, polygon := range zone.Geometry {
			for _, ring := range polygon {
				for i := range ring[1:] {
					a, b := ring[i], ring[i+1]
					corners = append(corners, a, orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2})
				}
			}
		}
	}
	covers := s.Timeline.Covers()
	for len(points) < n {
		p := corners[r.IntN(len(corners))]
		switch r.IntN(4) {
		case 0: // the border
		case 1:
			p = orb.Point{math.Nextafter(p[0], 1000), math.Nextafter(p[1], -1000)}
		case 2:
			p = orb.Point{p[0] + (r.Float64()-0.5)*1e-6, p[1] + (r.Float64()-0.5)*1e-6}
		default:
			p = orb.Point{p[0] + r.Float64() - 0.5, p[1] + r.Float64() - 0.5}
		}
		points = append(points, p)
		days = append(days, covers.From-30+date.Date(r.IntN(4000)))
	}
	return points, days
}

// parquetOf writes rows of a type.
func parquetOf[T any](t testing.TB, rows []T, options ...parquet.WriterOption) []byte {
	t.Helper()
	var out bytes.Buffer
	w := parquet.NewGenericWriter[T](&out, append(options, parquet.MaxRowsPerRowGroup(int64(max(len(rows)/3, 1))))...)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func located(s *data.Snapshot, in []byte, o enrich.Options) ([]byte, enrich.Result, error) {
	table, err := columnar.Open(s, bytes.NewReader(in), int64(len(in)), o)
	if err != nil {
		return nil, enrich.Result{}, err
	}
	var out bytes.Buffer
	result, err := table.Run(&out)
	return out.Bytes(), result, err
}

// cells returns those of columns as texts, row by row.
func cells(t testing.TB, content []byte, columns ...string) (rows [][]string) {
	t.Helper()
	file, err := parquet.OpenFile(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	reader := parquet.NewReader(file)
	for range file.NumRows() {
		one := map[string]any{}
		if err := reader.Read(&one); err != nil {
			t.Fatal(err)
		}
		var row []string
		for _, name := range columns {
			switch v := one[name].(type) {
			case nil:
				row = append(row, "")
			case []byte:
				row = append(row, string(v))
			case time.Time:
				row = append(row, v.UTC().Format(time.DateOnly))
			default:
				row = append(row, fmt.Sprint(v))
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// Whatever a file keeps its points and days in, each has the answer that it has in CSV.
func TestOneAnswerInAllTables(t *testing.T) {
	s := snapshot(t)
	points, days := sample(s, 6000)
	columns := []string{"zone", "controller", "status", "border_m", "from"}
	o := enrich.Options{Columns: columns, DefaultDay: days[0]}
	var text strings.Builder
	text.WriteString("lon,lat,date\n")
	for i, p := range points {
		fmt.Fprintf(&text, "%v,%v,%s\n", p[0], p[1], days[i])
	}
	var out bytes.Buffer
	want, err := enrich.Run(s, strings.NewReader(text.String()), &out, o)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}

	type pair struct {
		Lon  float64 `parquet:"lon"`
		Lat  float64 `parquet:"lat"`
		Date int32   `parquet:"date,date"`
	}
	type texts struct {
		Lon  string `parquet:"lon"`
		Lat  string `parquet:"lat,dict"`
		Date string `parquet:"date"`
	}
	type moments struct {
		Geometry []byte    `parquet:"geometry"`
		Date     time.Time `parquet:"date,timestamp(microsecond)"`
	}
	type nested struct {
		Geometry struct {
			X *float64 `parquet:"x"`
			Y *float64 `parquet:"y"`
		} `parquet:"geometry"`
		Date int64 `parquet:"date"` // seconds since 1970
	}
	type ofText struct {
		WKT  string `parquet:"wkt"`
		Date string `parquet:"date"`
	}
	var pairs []pair
	var allTexts []texts
	var all []moments
	var allNested []nested
	var allWKT []ofText
	for i, p := range points {
		moment := time.Unix(int64(days[i])*86400+3600, 0)
		bytes, err := wkb.Marshal(p, binary.BigEndian)
		if err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, pair{p[0], p[1], int32(days[i])})
		allTexts = append(allTexts, texts{fmt.Sprint(p[0]), fmt.Sprint(p[1]), days[i].String()})
		all = append(all, moments{bytes, moment})
		n := nested{Date: int64(days[i]) * 86400}
		n.Geometry.X, n.Geometry.Y = &p[0], &p[1]
		allNested = append(allNested, n)
		allWKT = append(allWKT, ofText{fmt.Sprintf("POINT (%v %v)", p[0], p[1]), days[i].String()})
	}
	geo := func(encoding string) parquet.WriterOption {
		return parquet.KeyValueMetadata("geo", `{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"`+encoding+`"}}}`)
	}
	for _, tt := range []struct {
		name string
		in   []byte
	}{
		{"numbers and days", parquetOf(t, pairs)},
		{"texts", parquetOf(t, allTexts)},
		{"GeoParquet of well-known binary, and moments", parquetOf(t, all, geo("WKB"))},
		{"well-known binary that nothing but its name tells", parquetOf(t, all)},
		{"GeoParquet of points as numbers, and seconds", parquetOf(t, allNested, geo("point"))},
		{"well-known text", parquetOf(t, allWKT)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			content, got, err := located(s, tt.in, o)
			if err != nil {
				t.Fatal(err)
			}
			if got.Rows != want.Rows || got.Failed != want.Failed || got.Uncovered != want.Uncovered || got.UncoveredDay != want.UncoveredDay {
				t.Errorf("counted %+v, CSV %+v", got, want)
			}
			differ := 0
			for i, row := range cells(t, content, columns...) {
				record := records[i+1][3:8]
				if a, b := normal(row), normal(record); !slices.Equal(a, b) {
					if differ++; differ < 4 {
						t.Errorf("%v on %s: got %q, CSV has %q", points[i], days[i], a, b)
					}
				}
			}
			if differ > 0 {
				t.Errorf("%d of %d differ", differ, len(points))
			}
		})
	}
}

// normal has the days of dates that fmt wrote as numbers.
func normal(row []string) []string {
	row = slices.Clone(row)
	var day int32
	if _, err := fmt.Sscanf(row[4]+"|", "%d|", &day); err == nil {
		row[4] = date.Date(day).String()
	}
	return row
}

// Every column has cells of its type.
func TestEveryColumnFitsItsType(t *testing.T) {
	s := snapshot(t)
	points, days := sample(s, 500)
	type row struct {
		X    float64 `parquet:"x"`
		Y    float64 `parquet:"y"`
		Date int32   `parquet:"date,date"`
		Zone string  `parquet:"ZONE"`
	}
	var rows []row
	for i, p := range points {
		rows = append(rows, row{p[0], p[1], int32(days[i]), "theirs"})
	}
	var columns []string
	for _, c := range enrich.Columns(s) {
		columns = append(columns, c.Name)
	}
	content, _, err := located(s, parquetOf(t, rows), enrich.Options{Columns: columns})
	if err != nil {
		t.Fatal(err)
	}
	columns[slices.Index(columns, "zone")] = "locate_zone" // as engines that do not tell ZONE from zone need it
	found := map[string]bool{}
	for _, row := range cells(t, content, append(columns, "ZONE")...) {
		for i, cell := range row[:len(columns)] {
			found[columns[i]] = found[columns[i]] || cell != ""
		}
		if row[len(columns)] != "theirs" {
			t.Fatalf("the column ZONE holds %q", row[len(columns)])
		}
	}
	for _, name := range []string{"locate_zone", "controller", "from", "day", "border_m", "uncertain", "zone_km2", "near_uncertain_line", "nearest_m", "counties_border_m"} {
		if !found[name] {
			t.Errorf("%s is nowhere filled", name)
		}
	}
}

// Rows that cannot be located say why and do not stop the others.
func TestRowsWithProblems(t *testing.T) {
	s := snapshot(t)
	type row struct {
		Lon  *float64 `parquet:"lon"`
		Lat  *float64 `parquet:"lat"`
		Date *int32   `parquet:"date,date"`
	}
	number := func(x float64) *float64 { return &x }
	day := func(n int32) *int32 { return &n }
	on := int32(12843) // 2005-03-01
	content, result, err := located(s, parquetOf(t, []row{
		{number(10.54), number(50.10), &on},
		{nil, number(50.10), &on},
		{number(math.NaN()), number(50.10), &on},
		{number(10.54), number(math.Inf(1)), &on},
		{number(10.54), number(91), &on},
		{number(370.54), number(50.10), &on},
		{number(10.54), number(50.10), nil},
		{number(10.54), number(50.10), day(math.MaxInt32)},
		{number(10.54), number(50.10), day(math.MinInt32)},
	}), enrich.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := cells(t, content, "zone", "locate_error")
	for i, want := range [][2]string{
		{"west", ""}, {"", "no longitude"}, {"", "longitude NaN: want"}, {"", "latitude +Inf: want"}, {"", "latitude 91: want"}, {"west", ""},
		{"", "no date"}, {"", "beyond the calendar"}, {"", "beyond the calendar"},
	} {
		if got[i][0] != want[0] || !strings.Contains(got[i][1], want[1]) || (want[1] == "") != (got[i][1] == "") {
			t.Errorf("row %d: got %q, want %q", i+1, got[i], want)
		}
	}
	if result.Rows != 9 || result.Failed != 7 {
		t.Errorf("counted %+v", result)
	}
}

// What a table as a whole lacks is an error before anything is written.
func TestTablesThatCannotBeRead(t *testing.T) {
	s := snapshot(t)
	type names struct {
		A   float64  `parquet:"a"`
		Lon []string `parquet:"lon,list"`
		Yes bool     `parquet:"yes"`
	}
	type local struct {
		Lon, Lat float64
		Date     string `parquet:"date"`
	}
	type shapes struct {
		Geometry []byte `parquet:"geometry"`
	}
	line, err := wkb.Marshal(orb.LineString{{1, 2}, {3, 4}})
	if err != nil {
		t.Fatal(err)
	}
	plain := parquetOf(t, []names{{A: 1}})
	for _, tt := range []struct {
		name, says string
		in         []byte
		o          enrich.Options
	}{
		{"no coordinates", `longitude: no column has a usual name such as lon; name one of "a", "yes" with -lon`, plain, enrich.Options{Ask: enrich.OptionNames{Lon: "-lon", Lat: "-lat"}}},
		{"a column of no numbers", `column "yes" cannot be read as longitude: want numbers or texts`, plain, enrich.Options{Lon: "yes", Lat: "a"}},
		{"a column that is missing", `there is no column "x" among the 2`, plain, enrich.Options{Lon: "x", Lat: "a"}},
		{"open days", "say with -date-format", parquetOf(t, []local{{1, 2, "03.11.2020"}}), enrich.Options{Ask: enrich.OptionNames{DateFormat: "-date-format"}}},
		{"a short file", "too short", []byte("PAR1"), enrich.Options{}},
		{"half a file", "is it whole", plain[:len(plain)/2], enrich.Options{}},
		{"another reference system", "convert it", parquetOf(t, []shapes{{line}}, parquet.KeyValueMetadata("geo", `{"primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","crs":{"name":"UTM","id":{"authority":"EPSG","code":32638}}}}}`)), enrich.Options{}},
	} {
		_, _, err := located(s, tt.in, tt.o)
		var input *enrich.InputError
		if !errors.As(err, &input) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: got %v, want an InputError that says %q", tt.name, err, tt.says)
		}
	}
	content, _, err := located(s, parquetOf(t, []shapes{{line}, {nil}}, parquet.KeyValueMetadata("geo", `{"primary_column":"geometry","columns":{"geometry":{"encoding":"WKB"}}}`)), enrich.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := cells(t, content, "locate_error"); got[0][0] != `geometry "LineString": want a Point` || got[1][0] != "no coordinates" {
		t.Errorf("lines: got %q", got)
	}
}

// A located file is known again, until its table, what is asked or the dataset changes.
func TestMadeBy(t *testing.T) {
	s := snapshot(t)
	type row struct {
		Lon float64 `parquet:"lon"`
		Lat float64 `parquet:"lat"`
	}
	in, other := parquetOf(t, []row{{10.54, 50.10}, {1, 2}, {3, 4}, {0, 0}}), parquetOf(t, []row{{10.54, 50.10}, {1, 3}, {3, 4}, {0, 0}})
	content, _, err := located(s, in, enrich.Options{})
	if err != nil {
		t.Fatal(err)
	}
	on := date.Date(7000)
	for _, tt := range []struct {
		name string
		in   []byte
		o    enrich.Options
		want bool
	}{
		{"the same", in, enrich.Options{}, true},
		{"another table", other, enrich.Options{}, false},
		{"other columns", in, enrich.Options{Columns: []string{"zone"}}, false},
		{"another day", in, enrich.Options{Day: &on}, false},
		{"other coordinates", in, enrich.Options{Lon: "lat", Lat: "lon"}, false},
	} {
		table, err := columnar.Open(s, bytes.NewReader(tt.in), int64(len(tt.in)), tt.o)
		if err != nil {
			t.Fatal(err)
		}
		if got := table.MadeBy(bytes.NewReader(content), int64(len(content))); got != tt.want {
			t.Errorf("%s: got %t", tt.name, got)
		}
	}
	table, err := columnar.Open(s, bytes.NewReader(in), int64(len(in)), enrich.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if half := content[:len(content)/2]; table.MadeBy(bytes.NewReader(half), int64(len(half))) {
		t.Error("half a file is taken for whole")
	}
}
