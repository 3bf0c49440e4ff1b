package server

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// Whatever dataset is served, its own actors, places and days are the examples, and they can be
// asked for.
func TestExamplesAreOfTheDatasetServed(t *testing.T) {
	h, snapshot := mounted(t)
	for _, tt := range []struct{ target, example string }{
		{"/diff", `/diff\?[^ ,]*`},
		{"/locate", `/locate\?[^ ,]*`},
		{"/control?datetime=2000-01-01/..", `datetime=.*`},
		{"/collections/control/items?filter=%3D", `controller = .*`},
	} {
		var answer problem
		if err := json.Unmarshal(ask(h, http.MethodGet, tt.target).Body.Bytes(), &answer); err != nil {
			t.Fatal(err)
		}
		example := regexp.MustCompile(tt.example).FindString(answer.Hint)
		switch {
		case strings.HasPrefix(example, "datetime="):
			example = "/control?" + example
		case strings.HasPrefix(example, "controller"):
			example = "/collections/control/items?filter=" + url.QueryEscape(example)
		}
		w := ask(h, http.MethodGet, example)
		if w.Code != http.StatusOK {
			t.Errorf("%s: the hint %q leads to %s: got %d %.200s", tt.target, answer.Hint, example, w.Code, w.Body)
		}
		if nothing := `"zone":null|"changes":\[\]|"features":\[\]`; regexp.MustCompile(nothing).MatchString(w.Body.String()) {
			t.Errorf("%s: the hint %q leads to nothing: %.200s", tt.target, answer.Hint, w.Body)
		}
	}
	text := ask(h, http.MethodGet, "/openapi.json").Body.String()
	if e := snapshot.Example(); !strings.Contains(text, "controller="+e.Actor) || !strings.Contains(text, "controller = '"+e.Actor+"'") {
		t.Errorf("the description does not name %q as an example", e.Actor)
	}
	if foreign := regexp.MustCompile(`.{40}((?i:azerbaijan|armenia|karabakh)|ACTOR\b).{40}`).FindString(text); foreign != "" {
		t.Errorf("the description of another dataset has %q", foreign)
	}
}
