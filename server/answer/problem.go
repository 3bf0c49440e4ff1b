package answer

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"demarc/data"
)

// The statuses that answers have (RFC 9110), as far as they are not of HTTP alone.
const (
	statusOK              = 200
	statusBadRequest      = 400
	statusNotFound        = 404
	statusMethod          = 405
	statusUnsupportedType = 415
	statusInternal        = 500
)

// titles are the names of these statuses.
var titles = map[int]string{
	statusBadRequest: "Bad Request", statusNotFound: "Not Found", statusMethod: "Method Not Allowed",
	statusUnsupportedType: "Unsupported Media Type", statusInternal: "Internal Server Error",
}

// Problem is an error as clients read it (RFC 9457).
type Problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	// Parameter names the wrong parameter of the query.
	Parameter string `json:"parameter,omitempty"`
	Hint      string `json:"hint,omitempty"`
	// Current is the snapshot that answers, where that in the path does not any more.
	Current string `json:"current,omitempty"`
	// ReplacedBy are the ids that came in place of one that there is not any more.
	ReplacedBy []string `json:"replaced_by,omitempty"`
	Instance   string   `json:"instance,omitempty"`
	// Request is the id of the request, of a fault of ours: by it the log is searched.
	Request string `json:"request,omitempty"`

	// After is how many seconds later it may be worth to ask again; 0: as the status says.
	After int `json:"-"`
}

func (p *Problem) Error() string { return p.Detail }

// NewProblem returns a problem of a status with a name in RFC 9110, which is its title.
func NewProblem(status int, title, detail, hint string) *Problem {
	return &Problem{Type: "about:blank", Title: title, Status: status, Detail: detail, Hint: hint}
}

func newProblem(status int, detail, hint string) *Problem {
	return NewProblem(status, titles[status], detail, hint)
}

// BadParameter says what is wrong with a parameter.
func BadParameter(name, detail, hint string) *Problem {
	p := newProblem(statusBadRequest, detail, hint)
	p.Parameter = name
	return p
}

// NotFound says that there is no such thing.
func NotFound(detail, hint string) *Problem { return newProblem(statusNotFound, detail, hint) }

// NoSuchPath says that nothing is at an address.
func NoSuchPath() *Problem {
	return NotFound("no such path", "/ is the map, /api lists the paths of the API")
}

// ProblemOf turns an error of an answer into a problem; nil for an error that nobody foresaw.
func ProblemOf(err error) *Problem {
	var own *Problem
	var tooMuch *data.TooMuchError
	var retired *data.RetiredError
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &tooMuch):
		return BadParameter("datetime", err.Error(), "ask for one day, datetime=YYYY-MM-DD, or a shorter interval")
	case errors.As(err, &retired):
		p := NotFound(err.Error(), "")
		p.ReplacedBy = retired.ReplacedBy
		return p
	case errors.Is(err, data.ErrNotFound):
		return NotFound(err.Error(), "")
	}
	return nil
}

// HintAtPlus adds to the refusal of a parameter that a + in it was read as a space.
func HintAtPlus(err error, rawQuery string) error {
	var p *Problem
	if !errors.As(err, &p) || p.Parameter == "" || p.Status != statusBadRequest {
		return err
	}
	for pair := range strings.SplitSeq(rawQuery, "&") {
		if value, ok := strings.CutPrefix(pair, p.Parameter+"="); ok && strings.Contains(value, "+") {
			hinted := *p
			hinted.Hint = strings.TrimPrefix(p.Hint+"; a + in a query stands for a space: write %2B for a plus", "; ")
			return &hinted
		}
	}
	return err
}

// ReadQuery reads the parameters of an address.
func ReadQuery(rawQuery string) (url.Values, error) {
	values, err := url.ParseQuery(rawQuery)
	if err != nil {
		return values, newProblem(statusBadRequest, fmt.Sprintf("the query cannot be read: %v", err), "encode % as %25 and ; as %3B")
	}
	return values, nil
}

// JSON is the problem as it is sent.
func (p *Problem) JSON() ([]byte, error) { return json.Marshal(p) }

// List joins names for a message: "a, b or c".
func List(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
