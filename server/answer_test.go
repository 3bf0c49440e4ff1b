package server_test

import (
	"net/http"
	"slices"
	"testing"

	"demarc/server"
	"demarc/server/answer"
)

// Who answers without HTTP takes the parameters that are described, in the order in which they are
// named.
func TestParametersOfAnswers(t *testing.T) {
	want := map[string][]string{
		"/locate": answer.LocateParameters, "POST /locate": answer.TableParameters, "/regions/{id}": answer.Region.Parameters,
	}
	for name, path := range answer.Paths {
		want["/"+name] = path.Parameters
	}
	for path, names := range want {
		if got := server.ParametersOf(path); !slices.Equal(got, names) {
			t.Errorf("%s takes %v, and %v without HTTP", path, got, names)
		}
	}
}

// Titles are the names of the statuses.
func TestTitlesOfProblems(t *testing.T) {
	for _, p := range []*answer.Problem{answer.BadParameter("a", "b", ""), answer.NotFound("a", "")} {
		if p.Title != http.StatusText(p.Status) {
			t.Errorf("%d is titled %q, want %q", p.Status, p.Title, http.StatusText(p.Status))
		}
	}
}
