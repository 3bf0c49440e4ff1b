package server_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
)

// Coordinates of every notation, with how they were read.
func TestLocateReadsNotations(t *testing.T) {
	h := handler(t)
	for _, tt := range []struct{ q, notation, order string }{
		{"-130.30, -42.20", "decimal degrees", "lon,lat"},
		{"-42.20, -130.30", "decimal degrees", "lat,lon"},
		{"42°12′S 130°18′0″W", "degrees, minutes and seconds", ""},
		{"9G UP 92673 27199", "MGRS", ""},
		{"9G 392673 5327199", "UTM", ""},
		{"449FRP22+22", "Plus code", ""},
		{"geo:-42.20,-130.30", "geo URI", ""},
		{"SRID=4326;POINT(-130.30 -42.20)", "WKT point", "lon,lat"},
		{"lat=-42.20&lon=-130.30", "decimal degrees", ""},
	} {
		v := getJSON(t, h, "/locate?datetime=1972-11-25&q="+url.QueryEscape(tt.q))
		read, zone := v["read"].(map[string]any), v["zone"].(map[string]any)
		order, _ := read["order"].(string)
		if read["notation"] != tt.notation || order != tt.order || read["text"] != tt.q || zone["id"] != "orchards" {
			t.Errorf("%s: got %v in %v", tt.q, read, zone["id"])
		}
	}
	short := getJSON(t, h, "/locate?q=RP22%2B22&near=-130,-42")
	if lon := short["lon"].(float64); lon < -130.3 || lon > -130.2999 {
		t.Errorf("a short Plus code near -130, -42: got longitude %v", lon)
	}
	for target, says := range map[string]string{
		"/locate?q=Orchards":             "want coordinates",
		"/locate?q=46,40&lon=46":         "both",
		"/locate?lon=46&lat=40&near=1,2": "near goes with q",
		"/locate?q=46,40&near=x":         "want coordinates",
		"/locate?q=46,40&viewpoint=x":    "viewpoint",
		"/locate?q=46,40&borders=yes":    "want true or false",
	} {
		if w := get(t, h, target); w.Code != 400 || !strings.Contains(w.Body.String(), says) {
			t.Errorf("%s: got %d %s, want it to say %q", target, w.Code, w.Body, says)
		}
	}
}

// What people type into the page's search is read, or refused, as the list says; the page asks
// /locate?q= with its own place on the map for short Plus codes.
func TestLocateReadsWhatPeopleType(t *testing.T) {
	list, err := os.ReadFile("testdata/notations.tsv")
	if err != nil {
		t.Fatal(err)
	}
	// Which of two numbers is the longitude is told by the extent.
	files := testdata.With(t, testdata.Small(), "dataset.json", "[9, 49, 13, 52]", "[44, 38, 48, 42]", 1)
	h := handlerOf(t, testdata.With(t, files, "dataset.json", "[11, 50.5]", "[46, 40]", 1))
	for line := range strings.Lines(string(list)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		target := "/locate?q=" + url.QueryEscape(fields[0]) + "&near=geo:39.90000,46.20000"
		if len(fields) == 1 {
			if w := get(t, h, target); w.Code != 400 {
				t.Errorf("%q: got %d %s, want it refused", fields[0], w.Code, w.Body)
			}
			continue
		}
		lon, _ := strconv.ParseFloat(fields[2], 64)
		lat, _ := strconv.ParseFloat(fields[3], 64)
		v := getJSON(t, h, target)
		read := v["read"].(map[string]any)
		got := orb.Point{v["lon"].(float64), v["lat"].(float64)}
		if geo.DistanceHaversine(got, orb.Point{lon, lat}) > 3 || read["notation"] != fields[1] {
			t.Errorf("%q: got %v, read as %v; want %s %s, %s", fields[0], got, read, fields[2], fields[3], fields[1])
		}
	}
}

// The quick path says what Snapshot.Locate says.
func TestLocateIsTheAnswerOfTheSnapshot(t *testing.T) {
	h := handler(t)
	s, _, err := data.Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	on, err := date.Parse("1972-11-25")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []orb.Point{{-130.3, -42.2}, {0, 0}, {-131.3, -42.87}} {
		for _, extras := range []data.Extras{{}, {History: true}, {Borders: true}, {History: true, Borders: true}} {
			want := s.LocateWith(p, on, extras)
			encoded, err := json.Marshal(want)
			if err != nil {
				t.Fatal(err)
			}
			var plain map[string]any
			if err := json.Unmarshal(encoded, &plain); err != nil {
				t.Fatal(err)
			}
			// Escapes make the query take the other way.
			for _, target := range []string{"/locate?lon=%v&lat=%v&datetime=1972-11-25&history=%v&borders=%v", "/locate?l%%6fn=%v&lat=%v&datetime=1972%%2d11-25&history=%v&borders=%v"} {
				got := getJSON(t, h, fmt.Sprintf(target, p[0], p[1], extras.History, extras.Borders))
				if fmt.Sprint(got) != fmt.Sprint(plain) {
					t.Errorf("%v:\ngot  %v\nwant %v", p, got, plain)
				}
			}
		}
	}
}

func TestLocateHasEntityTags(t *testing.T) {
	h := handler(t)
	live, err := live.New(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	others := []http.Handler{
		server.New(live, server.Options{Version: "test", Build: "another", Today: today}),
		server.New(live, server.Options{Version: "test", Today: func() time.Time { return today().AddDate(-50, 0, 0) }}),
	}
	for _, target := range []string{
		"/locate?lon=-130.3&lat=-42.2", "/locate?lon=-130.3&lat=-42.2&history=true", "/locate?q=-130.3,-42.2",
		"/locate?lon=-130.3&lat=-42.2&viewpoint=crown_announced",
	} {
		tag := get(t, h, target).Header().Get("ETag")
		for i, other := range others {
			if got := get(t, other, target).Header().Get("ETag"); got == tag || tag == "" {
				t.Errorf("%s: has the tag %q with another program or day (%d) too", target, got, i)
			}
		}
		if w := get(t, h, target, "If-None-Match", `"x", `+tag); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
			t.Errorf("%s: got %d for a tag the client has, want 304", target, w.Code)
		}
		if zipped := get(t, h, target, "Accept-Encoding", "gzip").Header(); zipped.Get("ETag") == tag || zipped.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: compressed: got %v", target, zipped)
		}
	}
}

// post sends a table to the whole handler.
func post(t testing.TB, h http.Handler, target, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestPostTables(t *testing.T) {
	h := handler(t)
	const feature = `{"type":"Feature","geometry":{"type":"Point","coordinates":[-130.30,-42.20]},"properties":{"a":1}}`
	const located = `{"type":"Feature","geometry":{"type":"Point","coordinates":[-130.30,-42.20]},"properties":{"a":1,"zone":"orchards"}}`
	for _, tt := range []struct{ contentType, query, in, want string }{
		{"text/csv; charset=utf-8", "", "lon,lat\n-130.30,-42.20\n", "lon,lat,zone,locate_error\n-130.30,-42.20,orchards,\n"},
		{"text/tab-separated-values", "", "lon\tlat\n-130.30\t-42.20\n", "lon\tlat\tzone\tlocate_error\n-130.30\t-42.20\torchards\t\n"},
		{"text/csv", "&lon=2&lat=1&header=false&delimiter=bar", "-42.20|-130.30\n", "-42.20|-130.30|orchards|\n"},
		{"application/x-ndjson", "", `{"lon":-130.30,"lat":-42.20}` + "\n", `{"lon":-130.30,"lat":-42.20,"zone":"orchards"}` + "\n"},
		{"application/geo+json", "", `{"type":"FeatureCollection","features":[` + feature + `]}`, `{"type":"FeatureCollection","features":[` + located + `]}`},
		{"application/geo+json-seq", "", "\x1e" + feature + "\n", "\x1e" + located + "\n"},
		{"text/csv", "&point=p", "p\nPOINT(-130.30 -42.20)\n", "p,zone,locate_error\nPOINT(-130.30 -42.20),orchards,\n"},
		{"text/csv", "&point=1&no-header=true", "-130.30 -42.20\n", "-130.30 -42.20,orchards,\n"},
		{"text/csv", "&date-column=d", "lon,lat,d\n-130.30,-42.20,\n", "lon,lat,d,zone,locate_error\n-130.30,-42.20,,orchards,\n"},
		{"", "&format=csv", "lon,lat\n-130.30,-42.20\n", "lon,lat,zone,locate_error\n-130.30,-42.20,orchards,\n"},
		{"", "", "lon,lat\n-130.30,-42.20\n", "lon,lat,zone,locate_error\n-130.30,-42.20,orchards,\n"},
	} {
		w := post(t, h, "/locate?columns=zone&datetime=1972-11-25"+tt.query, tt.in, "Content-Type", tt.contentType)
		if w.Code != 200 || w.Body.String() != tt.want {
			t.Errorf("%s: got %d %s, want %s", tt.contentType, w.Code, w.Body, tt.want)
		}
		if got := w.Header().Get("Content-Type"); got != tt.contentType && tt.contentType != "" {
			t.Errorf("%s: content type: got %q", tt.contentType, got)
		}
	}
}

func TestPostRefuses(t *testing.T) {
	h := handler(t)
	for _, tt := range []struct {
		contentType, query, body string
		status                   int
		says                     string
	}{
		{"text/csv", "", "", 400, "empty"},
		{"text/csv", "", "a,b\n", 400, "with lon="},
		{"text/csv", "?columns=x", "lon,lat\n", 400, "near_uncertain_line"},
		{"text/csv", "?day=1972-11-25", "lon,lat\n", 400, "unknown parameter"},
		{"text/csv", "?datetime=1972", "lon,lat\n", 400, "1972-01-01"},
		{"text/csv", "?delimiter=ab", "lon,lat\n", 400, "one character"},
		{"text/csv", "?date=1972-11-24", "lon,lat\n", 400, "datetime=1972-11-24"},
		{"text/csv", "?date=a&date-column=b", "lon,lat,a,b\n", 400, "given both"},
		{"text/csv", "?header=true&no-header=true", "lon,lat\n", 400, "given both"},
		{"text/csv", "?no-header=1", "lon,lat\n", 400, "true or false"},
		{"text/csv", "?format=xlsx", "lon,lat\n", 400, "want csv"},
		{"text/csv", "?point=lon&lat=lat", "lon,lat\n", 400, "want lon= and lat=, or point="},
		{"text/csv", "?header=no", "lon,lat\n", 400, "true or false"},
		{"text/csv", "?viewpoint=x", "lon,lat\n", 400, "viewpoint"},
		{"application/x-www-form-urlencoded", "", "lon,lat\n", 415, "--data-binary"},
		{"image/png", "", "lon,lat\n", 415, "text/csv"},
		{"application/geo+json", "", `{"type":"Topology"}`, 400, "FeatureCollection"},
	} {
		w := post(t, h, "/locate"+tt.query, tt.body, "Content-Type", tt.contentType)
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s %.20q: got %d %s, want %d and %q", tt.contentType, tt.query, tt.body, w.Code, w.Body, tt.status, tt.says)
		}
	}
	if w := post(t, h, "/locate", "lon,lat\n", "Content-Type", "text/csv", "Content-Encoding", "br"); w.Code != 415 {
		t.Errorf("brotli: got %d, want 415", w.Code)
	}
	if w := post(t, h, "/locate", "lon,lat\n", "Content-Type", "text/csv", "Content-Encoding", "gzip"); w.Code != 400 {
		t.Errorf("what is not gzip: got %d, want 400", w.Code)
	}
	if w := do(t, h, "DELETE", "/locate"); w.Code != 405 || w.Header().Get("Allow") != "GET, HEAD, POST, OPTIONS" {
		t.Errorf("DELETE: got %d, Allow %q", w.Code, w.Header().Get("Allow"))
	}
	if w := do(t, h, "OPTIONS", "/locate"); !strings.Contains(w.Header().Get("Access-Control-Allow-Methods"), "POST") {
		t.Errorf("OPTIONS: got %v", w.Header())
	}
}

func TestPostGzip(t *testing.T) {
	h := handler(t)
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	io.WriteString(w, "lon,lat\n-130.30,-42.20\n")
	w.Close()
	for _, coding := range []string{"gzip", ""} { // a file.csv.gz is often sent without saying so
		answer := post(t, h, "/locate?columns=zone", zipped.String(), "Content-Type", "text/csv", "Content-Encoding", coding, "Accept-Encoding", "gzip")
		r, err := gzip.NewReader(answer.Body)
		if err != nil {
			t.Fatalf("coding %q: %v", coding, err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != "lon,lat,zone,locate_error\n-130.30,-42.20,orchards,\n" {
			t.Errorf("coding %q: got %q, %v", coding, got, err)
		}
	}
}

// The order of day and month is that of date-format, or of the rows; where neither tells, the
// answer asks for it.
func TestPostReadsTheOrderOfDays(t *testing.T) {
	h := handler(t)
	for _, tt := range []struct {
		query string
		days  []string
		code  int
		want  string // the columns that are added, or part of the problem
	}{
		{"?date-format=dmy", []string{"11/12/1972"}, 200, "league,"},
		{"?date-format=mdy", []string{"11/12/1972"}, 200, "crown,"},
		{"?date-format=ymd", []string{"72/12/1972"}, 200, `,"date ""72/12/1972"":`},
		{"?date-format=ymd", []string{"1972/12/11"}, 200, "league,"},
		{"?date-format=mdy", []string{"25.11.1972"}, 200, `want month, day, year, as date-format= says`},
		{"", []string{"11/12/1972", "25/11/1972"}, 200, "league,"},
		{"", []string{"11/12/1972", "11/25/1972"}, 200, "crown,"},
		{"", []string{"11/12/1972"}, 400, "date-format="},
		{"?date-format=us", []string{"11/12/1972"}, 400, `date-format \"us\": want dmy, mdy or ymd`},
		{"?date-format=", []string{"11/12/1972"}, 400, "want dmy, mdy or ymd"},
	} {
		in := "lon,lat,date\n"
		for _, day := range tt.days {
			in += "-130.30,-42.20," + day + "\n"
		}
		query := "?columns=controller"
		if tt.query != "" {
			query = tt.query + "&columns=controller"
		}
		w := post(t, h, "/locate"+query, in, "Content-Type", "text/csv")
		got := w.Body.String()
		if w.Code == 200 {
			got = strings.TrimPrefix(strings.Split(got, "\n")[1], "-130.30,-42.20,"+tt.days[0]+",")
		}
		if w.Code != tt.code || !strings.Contains(got, tt.want) {
			t.Errorf("%q of %q: got %d, %s, want %d, %s", tt.query, tt.days, w.Code, got, tt.code, tt.want)
		}
	}
}

// A header tells what was read, a trailer what may be wrong.
func TestPostTellsWhatItRead(t *testing.T) {
	isles, small := httptest.NewServer(handler(t)), httptest.NewServer(handlerOf(t, testdata.Small()))
	defer isles.Close()
	defer small.Close()
	for _, tt := range []struct {
		of                    *httptest.Server
		query, in, read, note string
	}{
		{isles, "", "lon,lat,date\n-130.30,-42.20,1972-11-25\n", `longitude from "lon", latitude from "lat", day from "date"`, ""},
		{isles, "?datetime=1972-11-24", "lon,lat,date\n-130.30,-42.20,1972-11-25\n",
			`longitude from "lon", latitude from "lat", day 1972-11-24 for all rows; "date" is not read unless date= names it`, ""},
		{small, "?datetime=2001-06-01", "Долгота,lat\n50.5,10.5\n", `longitude from "\u0414\u043e\u043b\u0433\u043e\u0442\u0430", latitude from "lat", day 2001-06-01 for all rows`,
			`1 of 1 rows lie outside of the extent of the dataset, but inside with longitude and latitude swapped; lon="lat" and lat="\u0414\u043e\u043b\u0433\u043e\u0442\u0430" swap them`},
		{isles, "?datetime=1972-11-24", `{"point":"-42.20, -130.30"}` + "\n", `points from "point", day 1972-11-24 for all rows`,
			"pairs of numbers: 0 read as longitude, latitude, 1 as latitude, longitude"},
	} {
		answer, err := http.Post(tt.of.URL+"/locate"+tt.query, "", strings.NewReader(tt.in))
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		if got := answer.Header.Get("Demarc-Read"); got != tt.read {
			t.Errorf("%q: Demarc-Read: got %s, want %s", tt.in, got, tt.read)
		}
		if got := answer.Trailer.Get("Demarc-Note"); got != tt.note {
			t.Errorf("%q: Demarc-Note: got %s, want %s", tt.in, got, tt.note)
		}
		if got := answer.Header.Values("Access-Control-Expose-Headers"); !strings.Contains(strings.Join(got, ","), "Demarc-Read") {
			t.Errorf("%q: browsers may read %q", tt.in, got)
		}
	}
}

// Rows come back while others are still to be sent, so a table of any length passes through, beyond
// the limit of other bodies.
func TestPostAnswersWhileItReads(t *testing.T) {
	live := httptest.NewServer(handler(t))
	defer live.Close()
	body, send := io.Pipe()
	r, err := http.NewRequest(http.MethodPost, live.URL+"/locate?columns=zone&datetime=1972-11-25", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "text/csv")
	r.Header.Set("Accept-Encoding", "identity")
	go io.WriteString(send, "lon,lat\n")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewReader(answer.Body)
	if header, err := lines.ReadString('\n'); err != nil || header != "lon,lat,zone,locate_error\n" {
		t.Fatalf("header: got %q, %v", header, err)
	}
	row := "-130.30,-42.20\n"
	for range 5 {
		io.WriteString(send, row)
		if got, err := lines.ReadString('\n'); err != nil || got != "-130.30,-42.20,orchards,\n" {
			t.Fatalf("row: got %q, %v", got, err)
		}
	}
	const more = 200_000 // 2.4 MB
	go func() {
		io.WriteString(send, strings.Repeat(row, more))
		send.Close()
	}()
	for n := 0; ; n++ {
		if _, err := lines.ReadString('\n'); err == io.EOF && n == more {
			return
		} else if err != nil {
			t.Fatalf("after %d rows: %v", n, err)
		}
	}
}

// A body that is damaged is a mistake of the client, not the server's own.
func TestPostDamaged(t *testing.T) {
	live := httptest.NewServer(handler(t))
	defer live.Close()
	for _, tt := range []struct{ name, header, body string }{
		{"gzip of no known kind", "Content-Length: 13", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\x07\x00\x00"},
		{"gzip that is cut off", "Content-Length: 11", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\x4b"},
		{"chunks without a length", "Transfer-Encoding: chunked", "zz\r\nlon,lat\r\n0\r\n\r\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			connection, err := net.Dial("tcp", live.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer connection.Close()
			fmt.Fprintf(connection, "POST /locate HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n%s\r\n\r\n%s", tt.header, tt.body)
			answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			if text, _ := io.ReadAll(answer.Body); answer.StatusCode != 400 || !strings.Contains(string(text), "cut off or damaged") {
				t.Errorf("got %d %s, want 400 and what may be wrong", answer.StatusCode, text)
			}
		})
	}
}

// A table that turns out wrong after its first row leaves an answer without its end.
func TestPostBreaksOff(t *testing.T) {
	live := httptest.NewServer(handler(t))
	defer live.Close()
	row := `{"type":"Feature","geometry":{"type":"Point","coordinates":[-130.30,-42.20]},"properties":{}},`
	answer, err := http.Post(live.URL+"/locate", "application/geo+json", strings.NewReader(`{"type":"FeatureCollection","features":[`+strings.Repeat(row, 5000)))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v, want an answer that breaks off", err)
	}
}
