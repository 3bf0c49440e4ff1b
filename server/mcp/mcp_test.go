package mcp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"demarc/data"
	"demarc/data/karabakh"
	"demarc/data/testdata"
	"demarc/server/answer"
)

func today() time.Time { return time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC) }

func open(t *testing.T, files fs.FS) *Server {
	t.Helper()
	snapshot, problems, err := data.Open(files)
	if err != nil {
		t.Fatal(err, problems)
	}
	return &Server{
		Snapshot: snapshot, Version: "v0", Today: today,
		Tell: func(w io.Writer, _ *data.Snapshot, l data.Location) { fmt.Fprintf(w, "status %s\n", l.Control.Status) },
	}
}

// connect returns a client of the tools.
func connect(t *testing.T, s *Server, tools []tool) *mcp.ClientSession {
	t.Helper()
	ours, theirs := mcp.NewInMemoryTransports()
	served, err := s.serve(tools).Connect(t.Context(), ours, nil)
	if err != nil {
		t.Fatal(err)
	}
	client, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "v0"}, nil).Connect(t.Context(), theirs, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		client.Close()
		served.Wait()
	})
	return client
}

// told is a reply as clients have it.
type told struct {
	Status, Reason, Snapshot string
	Uncertainty              uncertainty
	Sources                  []cited
	Found                    *found
	Coverage                 map[string]any
	Answer                   json.RawMessage

	text string
}

// ask calls a tool and returns the reply, or the text of a refusal.
func ask(t *testing.T, client *mcp.ClientSession, tool string, arguments any) (r told, refusal string) {
	t.Helper()
	result, err := client.CallTool(t.Context(), &mcp.CallToolParams{Name: tool, Arguments: arguments})
	if err != nil {
		t.Fatalf("%s %v: %v", tool, arguments, err)
	}
	text := result.Content[0].(*mcp.TextContent).Text
	if result.IsError {
		return r, text
	}
	body, err := json.Marshal(result.StructuredContent)
	if err == nil {
		err = json.Unmarshal(body, &r)
	}
	if err != nil {
		t.Fatal(err)
	}
	r.text = text
	return r, ""
}

// The question that the tools are there for: the day before the district was handed over. The town
// has one name in each language, and two in English.
func TestWhoHeldKalbajar(t *testing.T) {
	s := open(t, karabakh.FS())
	client := connect(t, s, tools)
	for _, tt := range []struct{ name, day, controller string }{
		{"Kalbajar", "2020-11-24", "armenian_forces"},
		{"Karvachar", "2020-11-25", "azerbaijan"},
		{"Кельбаджар", "2020-11-25", "azerbaijan"},
		{"z_kalbajar_soviet", "2020-11-24", "armenian_forces"},
	} {
		r, refusal := ask(t, client, "locate", map[string]any{"q": tt.name, "datetime": tt.day})
		var at struct {
			Control struct{ Controller string }
		}
		if err := json.Unmarshal(r.Answer, &at); err != nil {
			t.Fatalf("%s: %v %s", tt.name, err, refusal)
		}
		if at.Control.Controller != tt.controller || r.Status != "controlled" || r.Found == nil {
			t.Errorf("%s on %s: got %s, %s, found %v; want %s", tt.name, tt.day, at.Control.Controller, r.Status, r.Found, tt.controller)
		}
		addresses := 0
		for _, c := range r.Sources {
			if strings.HasPrefix(c.URL, "http") {
				addresses++
			}
		}
		if addresses == 0 || r.Snapshot != s.Snapshot.ID || r.Coverage["from"] != "1988-02-20" || r.Uncertainty.PrecisionM == nil {
			t.Errorf("%s: got %d sources with addresses, snapshot %s, coverage %v, uncertainty %+v", tt.name, addresses, r.Snapshot, r.Coverage, r.Uncertainty)
		}
	}
	r, _ := ask(t, client, "locate", map[string]any{"q": "Kalbajar", "datetime": "2020-11-24"})
	if u := r.Uncertainty; u.FromEarliest == nil || u.FromEarliest.String() != "1993-04-02" || u.Confidence != "high" {
		t.Errorf("got %+v; want the bounds of the day on which it was taken", u)
	}
}

// What the dataset does not speak of is unknown, with the reason, in every tool.
func TestUnknownOutsideOfCoverage(t *testing.T) {
	client := connect(t, open(t, karabakh.FS()), tools)
	for _, tt := range []struct {
		tool      string
		arguments map[string]any
		reason    string
	}{
		{"locate", map[string]any{"lon": 13.4, "lat": 52.5, "datetime": "2020-11-24"}, "outside the extent"},
		{"locate", map[string]any{"q": "Kalbajar", "datetime": "1950-01-01"}, "outside the days"},
		{"history", map[string]any{"lon": 13.4, "lat": 52.5}, "outside the extent"},
		{"diff", map[string]any{"from": "1950-01-01", "to": "2020-01-01"}, "outside the days"},
		{"sources", map[string]any{"id": "z_kalbajar_soviet", "datetime": "1950-01-01"}, "outside the days"},
	} {
		r, refusal := ask(t, client, tt.tool, tt.arguments)
		if r.Status != "unknown" || !strings.Contains(r.Reason, tt.reason) || bytes.Contains(r.Answer, []byte(`"controller":"`)) {
			t.Errorf("%s %v: got %q, %q, %s %s; want unknown: %s", tt.tool, tt.arguments, r.Status, r.Reason, r.Answer, refusal, tt.reason)
		}
	}
}

// The answers of locate and history are those of the API.
func TestAnswersAreTheServers(t *testing.T) {
	s := open(t, testdata.Isles())
	client := connect(t, s, tools)
	e := s.Snapshot.Example()
	for _, tt := range []struct{ tool, more string }{{"locate", ""}, {"history", "&history=true"}, {"locate", "&borders=true"}} {
		for _, d := range []float64{0, 0.01, 0.5, 40} {
			arguments := map[string]any{"lon": e.Point[0] + d, "lat": e.Point[1], "datetime": e.Day.String()}
			if tt.more == "&borders=true" {
				arguments["borders"] = true
			}
			r, refusal := ask(t, client, tt.tool, arguments)
			var want bytes.Buffer
			address := fmt.Sprintf("locate?lon=%v&lat=%v&datetime=%s%s", arguments["lon"], arguments["lat"], e.Day, tt.more)
			if _, err := answer.Ask(t.Context(), s.Snapshot, answer.Asked{Address: address, Today: today}, &want); err != nil {
				t.Fatal(err)
			}
			if !sameJSON(t, r.Answer, want.Bytes()) {
				t.Errorf("%s %v: got %s %s; want %s", tt.tool, arguments, r.Answer, refusal, &want)
			}
		}
	}
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

// A refusal says what is wrong, what is wanted, and what could be asked in place of it.
func TestRefusals(t *testing.T) {
	client := connect(t, open(t, karabakh.FS()), tools)
	for _, tt := range []struct {
		tool      string
		arguments any
		want      []string
	}{
		{"locate", nil, []string{"no place is given: want q, or both lon and lat", `"datetime": "`}},
		{"locate", map[string]any{"lon": 46}, []string{"want q, or both lon and lat"}},
		{"locate", map[string]any{"lon": "east", "lat": 40}, []string{`lon "east": want a number of degrees`}},
		{"locate", map[string]any{"lon": []int{1}, "lat": 40}, []string{`argument "lon" is an array`, "ask once for each"}},
		{"locate", map[string]any{"lon": 46, "lat": 140}, []string{"lat"}},
		{"locate", map[string]any{"q": map[string]any{}}, []string{`argument "q" is an object: want one value`}},
		{"locate", map[string]any{"q": strings.Repeat("a", 5000)}, []string{"5000 bytes long: want at most 1000"}},
		{"locate", map[string]any{"q": "Kalb"}, []string{`q "Kalb": no place, region or id`, "names with it are Kalbajar"}},
		{"locate", map[string]any{"q": "Nowhere"}, []string{`q "Nowhere"`, "want coordinates"}},
		{"locate", map[string]any{"q": "Kalbajar", "lon": 4, "lat": 5}, []string{"q and lon, lat are given both"}},
		{"locate", map[string]any{"q": "Kalbajar", "day": "2020-11-24"}, []string{`unknown argument "day"`, "locate takes lon, lat, q, near, datetime"}},
		{"locate", map[string]any{"q": "Kalbajar", "datetime": "24.11.2020"}, []string{`"24.11.2020"`, "YYYY-MM-DD"}},
		{"locate", map[string]any{"q": "Kalbajar", "viewpoint": "mine"}, []string{"viewpoint", `"mine"`}},
		{"locate", []int{1}, []string{"want one JSON object"}},
		{"diff", map[string]any{"from": "2020-01-01"}, []string{`argument "to" is missing`, "diff takes from, to"}},
		{"diff", map[string]any{"from": "2020-01-01", "to": "2020-01-02", "limit": 0}, []string{`limit "0": want a whole number from 1 to 200`}},
		{"sources", map[string]any{"id": "nobody"}, []string{`id "nobody": no source, event or region`, "leave id out"}},
		{"dataset", map[string]any{"id": "x"}, []string{"dataset takes no arguments"}},
	} {
		r, refusal := ask(t, client, tt.tool, tt.arguments)
		for _, want := range tt.want {
			if !strings.Contains(refusal, want) {
				t.Errorf("%s %v: got %q, %s; want %q", tt.tool, tt.arguments, refusal, r.Answer, want)
			}
		}
	}
	if _, err := client.CallTool(t.Context(), &mcp.CallToolParams{Name: "drop"}); err == nil || !strings.Contains(err.Error(), `unknown tool "drop"`) {
		t.Errorf("an unknown tool: got %v", err)
	}
}

// A name that several have is not guessed; each can be asked for by its id.
func TestSeveralCalledAlike(t *testing.T) {
	second := `"id": "other", "properties": {"names": {"en": "Cape"}, "region": "american", "rank": 1}, "geometry": {"type": "Point", "coordinates": [-80,-42]}}, {"type": "Feature", "id": "cape"`
	client := connect(t, open(t, testdata.With(t, testdata.Globe(), "places.geojson", `"id": "cape"`, second, 1)), tools)
	_, refusal := ask(t, client, "locate", map[string]any{"q": "Cape"})
	for _, want := range []string{"2 are called so", "cape (places, -89.6300 -42.2900)", "other (places, -80.0000 -42.0000)", "with the id of one"} {
		if !strings.Contains(refusal, want) {
			t.Errorf("got %q; want %q", refusal, want)
		}
	}
	for _, id := range []string{"cape", "other"} {
		if r, refusal := ask(t, client, "locate", map[string]any{"q": id}); r.Found == nil || r.Found.ID != id {
			t.Errorf("%s: got %+v, %s; want it found", id, r.Found, refusal)
		}
	}
}

// Replies are as the schemas of the tools say, and arguments as they are described are taken.
func TestSchemas(t *testing.T) {
	for name, files := range map[string]fs.FS{"karabakh": karabakh.FS(), "isles": testdata.Isles(), "small": testdata.Small(), "globe": testdata.Globe()} {
		s := open(t, files)
		client := connect(t, s, tools)
		e := s.Snapshot.Example()
		calls := map[string][]map[string]any{
			"locate": {
				{"lon": e.Point[0], "lat": e.Point[1]}, {"lon": 0, "lat": -89.5, "borders": true},
				{"q": fmt.Sprintf("%.4f, %.4f", e.Point[0], e.Point[1]), "datetime": e.Day.String()},
			},
			"history": {{"lon": e.Point[0], "lat": e.Point[1]}, {"lon": 0, "lat": -89.5}},
			"diff":    {{"from": e.Before.String(), "to": e.Day.String()}, {"from": "1001-01-01", "to": e.Day.String(), "limit": 1, "offset": 5}},
			"sources": {{}, {"limit": 1}, {"id": s.Snapshot.Zones()[0].ID}, {"id": s.Snapshot.Zones()[0].ID, "datetime": e.Day.String()}},
			"dataset": {{}},
		}
		if sources := s.Snapshot.Dataset.Sources; len(sources) > 0 {
			calls["sources"] = append(calls["sources"], map[string]any{"id": sources[0].ID})
		}
		if events := s.Snapshot.Dataset.Events; len(events) > 0 {
			calls["sources"] = append(calls["sources"], map[string]any{"id": events[0].ID})
		}
		listed, err := client.ListTools(t.Context(), nil)
		if err != nil || len(listed.Tools) != len(tools) {
			t.Fatalf("%v: %d tools; want %d", err, len(listed.Tools), len(tools))
		}
		for _, tool := range listed.Tools {
			input, output := resolved(t, tool.InputSchema), resolved(t, tool.OutputSchema)
			for argument, s := range input.Schema().Properties {
				if s.Description == "" || s.Type == "" {
					t.Errorf("%s: %s has no description or no type", tool.Name, argument)
				}
			}
			if len(calls[tool.Name]) == 0 {
				t.Errorf("%s is not called", tool.Name)
			}
			for _, arguments := range calls[tool.Name] {
				if err := input.Validate(arguments); err != nil {
					t.Errorf("%s: %s %v: %v", name, tool.Name, arguments, err)
				}
				result, err := client.CallTool(t.Context(), &mcp.CallToolParams{Name: tool.Name, Arguments: arguments})
				if err != nil || result.IsError {
					t.Errorf("%s: %s %v: got %v %v", name, tool.Name, arguments, err, result)
					continue
				}
				if err := output.Validate(result.StructuredContent); err != nil {
					t.Errorf("%s: %s %v: %v", name, tool.Name, arguments, err)
				}
			}
		}
	}
}

func resolved(t *testing.T, from any) *jsonschema.Resolved {
	t.Helper()
	var schema jsonschema.Schema
	body, err := json.Marshal(from)
	if err == nil {
		err = json.Unmarshal(body, &schema)
	}
	if err != nil {
		t.Fatal(err)
	}
	r, err := schema.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A question that is cancelled ends, and the session goes on.
func TestCancelled(t *testing.T) {
	s := open(t, testdata.Small())
	began, ended := make(chan struct{}), make(chan struct{})
	slow := tool{name: "slow", answer: func(ctx context.Context, _ *Server, _ answer.Question) (reply, error) {
		close(began)
		<-ctx.Done()
		close(ended)
		return reply{}, ctx.Err()
	}}
	client := connect(t, s, append([]tool{slow}, tools...))
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-began
		cancel()
	}()
	if _, err := client.CallTool(ctx, &mcp.CallToolParams{Name: "slow"}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v; want it cancelled", err)
	}
	<-ended
	if r, refusal := ask(t, client, "dataset", nil); r.Status != answered {
		t.Errorf("after it: got %q %s", r.Status, refusal)
	}
}

// The rows of a diff come in pieces, all of them once.
func TestDiffInPieces(t *testing.T) {
	client := connect(t, open(t, karabakh.FS()), tools)
	seen, offset := map[string]bool{}, 0
	for {
		r, refusal := ask(t, client, "diff", map[string]any{"from": "2020-11-09", "to": "2020-12-02", "limit": 5, "offset": offset})
		var d changes
		if err := json.Unmarshal(r.Answer, &d); err != nil {
			t.Fatal(err, refusal)
		}
		for _, z := range d.Zones {
			if seen[z.Zone] || len(z.After.Sources) == 0 {
				t.Errorf("%s: seen %v, sources %v", z.Zone, seen[z.Zone], z.After.Sources)
			}
			seen[z.Zone] = true
		}
		if d.Next == nil {
			if want := d.Passed + d.Altered + d.Unknown; len(seen) != want || want < 10 {
				t.Errorf("got %d zones; want %d", len(seen), want)
			}
			return
		}
		offset = *d.Next
	}
}
