package server

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"net/url"
	"slices"
	"strings"

	"demarc/data/atlas"
	"demarc/data/compare"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/permalink"
)

// mostCompared is how many rows of a kind a page lists; JSON has all.
const mostCompared = 300

// comparePage is a comparison for people, the content of a page.
type comparePage struct {
	Words      compareWords
	Sides      [2]compareSide
	A, B       string // the parameters again
	Datetime   string
	Action     string
	Everyday   string // address of the same on all days
	Map        string // address of the map that shows it; "": there is none
	Data       []pageLink
	Reason     string
	Notes      []string
	Sum        string
	Pairs      []compareRow
	Series     []compareStretch
	Places     []comparePlace
	MorePairs  string
	MoreDays   string
	MorePlaces string
	Pairwise   bool       // the pairs are of several days
	Kept       []pageLink // the other parameters that were given
}

// compareSide is one of the two maps: which letter stands for it, and where it is served.
type compareSide struct{ Letter, Name, Lang, Known, Snapshot, Href string }

type compareRow struct {
	A, B  compareSaid
	Km2   string
	Areas int
	Days  string
}

// compareSaid is what a map says, in the language that it is had in.
type compareSaid struct{ Text, Lang string }

type compareStretch struct{ Days, Href, Differs, Outside string }

type comparePlace struct {
	Name, Lang string
	Said       []compareRow
}

// page writes the comparison to be read.
func (x *comparing) page(w io.Writer, c *compare.Comparison, answer *compare.Answer) error {
	words := compareIn(x.lang)
	content := comparePage{
		Words: words, A: x.a.name, B: x.b.name, Action: x.q.links.local("/compare"), Reason: answer.Reason, Notes: answer.Notes,
		Datetime: x.q.values.Get("datetime"), Pairwise: c.During.From+1 != c.During.To,
		Sides: [2]compareSide{x.side("A", &x.a, answer.A), x.side("B", &x.b, answer.B)},
	}
	for _, as := range []format{asJSON, asAreas, asCSV, asPNG, asSVG} {
		content.Data = append(content.Data, pageLink{map[string]string{"json": "JSON", "geojson": "GeoJSON", "csv": "CSV", "png": "PNG", "svg": "SVG"}[as.name], x.self(content.Datetime, as.name)})
	}
	for _, name := range []string{"lang", "viewpoint"} {
		if value, given := x.q.parameter(name); given {
			content.Kept = append(content.Kept, pageLink{name, value})
		}
	}
	content.Everyday = x.self("", "html")
	content.Map = x.onMap(c)
	if answer.Reason == "" {
		x.fill(&content, answer)
	}
	view := htmlView{Title: words.Title, Lang: x.lang, Where: datasetsIn(x.lang).where, Content: content, Crumbs: []crumb{{words.Map, x.a.home(x.q)}}}
	return executeHTML(w, x.q, "compare", view)
}

// self is the address of the comparison on other days or in another form.
func (x *comparing) self(datetime, f string) string {
	query := url.Values{"a": {x.a.name}, "b": {x.b.name}, "f": {f}}
	if datetime != "" {
		query.Set("datetime", datetime)
	}
	for _, name := range []string{"lang", "viewpoint"} {
		if value, given := x.q.parameter(name); given {
			query.Set(name, value)
		}
	}
	return x.q.links.local("/compare") + "?" + query.Encode()
}

// home is the address of the map of a state.
func (c *comparedState) home(q *request) string {
	return q.links.of(datasetPath(c.hosted.ID)).local(mapPath)
}

// onMap is the address of the difference on the map of the first side.
func (x *comparing) onMap(c *compare.Comparison) string {
	with := x.b.name
	if x.b.hosted == x.a.hosted {
		_, known, _ := strings.Cut(with, "@")
		with = "@" + known
	}
	query := url.Values{"with": {with}, "tab": {"maps"}}
	if c.During.From+1 == c.During.To {
		query.Set("d", c.During.From.String())
	}
	if _, known, given := strings.Cut(x.a.name, "@"); given {
		query.Set(knownParameter, known)
	}
	if lang, given := x.q.parameter("lang"); given {
		query.Set("lang", lang)
	}
	if viewpoint, given := x.q.parameter("viewpoint"); given {
		query.Set("vp", viewpoint)
	}
	return x.a.home(x.q) + "?" + query.Encode()
}

func (x *comparing) side(letter string, state *comparedState, m compare.Map) compareSide {
	lang := permalink.Language([]string{x.lang}, slices.Sorted(maps.Keys(m.Title)))
	side := compareSide{Letter: letter, Name: cmp.Or(m.Title.In(lang), m.Dataset), Lang: lang, Snapshot: m.Snapshot, Href: state.home(x.q)}
	if _, known, given := strings.Cut(state.name, "@"); given {
		if day, err := date.Parse(known); err == nil {
			side.Known, side.Href = fmt.Sprintf(compareIn(x.lang).asKnown, atlas.WordsIn(x.lang).Date(day)), side.Href+"?"+knownParameter+"="+known
		}
	}
	return side
}

// fill words the answer.
func (x *comparing) fill(content *comparePage, answer *compare.Answer) {
	words := content.Words
	if len(answer.Series) == 0 { // neither has zones on these days
		return
	}
	most := slices.MaxFunc(answer.Series, func(a, b compare.Stretch) int { return cmp.Compare(a.DiffersKm2, b.DiffersKm2) })
	content.Sum = fmt.Sprintf(words.sum, words.km2(most.DiffersKm2), words.km2(most.SameKm2), words.km2(most.OutsideKm2))
	if content.Pairwise && most.From != nil {
		content.Sum = fmt.Sprintf(words.most, words.say.Date(*most.From)) + " " + content.Sum
	}
	for _, t := range answer.Pairs[:min(len(answer.Pairs), mostCompared)] {
		content.Pairs = append(content.Pairs, compareRow{x.said(answer, t.A), x.said(answer, t.B), words.km2(t.Km2), t.Areas, words.days(t.First, t.Last)})
	}
	for _, s := range answer.Series[:min(len(answer.Series), mostCompared)] {
		day := cmp.Or(s.From, s.To)
		row := compareStretch{Days: words.days(s.From, s.To), Differs: words.km2(s.DiffersKm2), Outside: words.km2(s.OutsideKm2)}
		if day != nil {
			if s.From == nil {
				*day--
			}
			row.Href = x.self(day.String(), "html")
		}
		content.Series = append(content.Series, row)
	}
	for _, p := range answer.Places[:min(len(answer.Places), mostCompared)] {
		place := comparePlace{Name: p.Names.In(x.lang), Lang: permalink.Language([]string{x.lang}, slices.Sorted(maps.Keys(p.Names)))}
		for _, said := range p.Days {
			place.Said = append(place.Said, compareRow{A: x.said(answer, said.A), B: x.said(answer, said.B), Days: words.days(said.From, said.To)})
		}
		content.Places = append(content.Places, place)
	}
	content.MorePairs, content.MoreDays, content.MorePlaces = words.more(len(answer.Pairs)), words.more(len(answer.Series)), words.more(len(answer.Places))
}

// said words what a map says.
func (x *comparing) said(answer *compare.Answer, h *compare.Holder) compareSaid {
	if h == nil {
		return compareSaid{compareIn(x.lang).outside, ""}
	}
	status := answer.Statuses[h.Status].Names
	lang := permalink.Language([]string{x.lang}, slices.Sorted(maps.Keys(status)))
	if h.Controller == nil {
		return compareSaid{status.In(lang), lang}
	}
	actor := answer.Actors[*h.Controller]
	names := dataset.Names(actor.Short)
	if len(names) == 0 {
		names = actor.Names
	}
	lang = permalink.Language([]string{x.lang}, slices.Sorted(maps.Keys(names)))
	return compareSaid{names.In(lang) + ", " + status.In(lang), lang}
}

// more says how many are not listed.
func (w compareWords) more(n int) string {
	if n <= mostCompared {
		return ""
	}
	return fmt.Sprintf(w.say.More, n-mostCompared)
}

// km2 writes an area, a small one with a decimal.
func (w compareWords) km2(x float64) string {
	if x < 10 {
		return w.say.Number(math.Round(10*x)/10) + " " + w.say.Km2
	}
	return w.say.Number(math.Round(x)) + " " + w.say.Km2
}

// days words an interval, its last day included.
func (w compareWords) days(from, to *date.Date) string {
	say := datasetsIn(w.lang)
	switch {
	case from == nil && to == nil:
		return w.always
	case from == nil:
		return fmt.Sprintf(say.till, w.say.Date(*to-1))
	case to == nil:
		return fmt.Sprintf(say.on, w.say.Date(*from))
	case *from+1 == *to:
		return w.say.Date(*from)
	}
	return fmt.Sprintf(say.between, w.say.Date(*from), w.say.Date(*to-1))
}
