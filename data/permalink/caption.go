package permalink

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"demarc/data"
	"demarc/data/date"
)

// Caption is a view in words.
type Caption struct {
	Title       string // with the zone that is told, the day, or both, and last whose view it is
	Heading     string
	Description string
	Stance      string       // whose view it is; "": what the dataset holds for true
	Place       string       // what the selected place was, in a sentence; "": none is selected
	Corrections []Correction // of what was said of the place
	Reason      string       // why nothing is known of the day; "": it is covered
	Rows        []Row
	Regions     []RegionRow // of a dataset that states no control, in place of Rows
	More        string      // how many zones or regions are not listed; "": all are
	Day         string
	Lang        string // of the words
	NamesLang   string // that the names are had in; "": that of the words
	DataLang    string // of what the dataset has in one language alone; "": that of the words
	Words       Words
}

// Row tells who held a zone on the day, and how.
type Row struct {
	Zone, Controller, Status, Since string
	Doubt                           string // that the zone may have passed already, or not yet; "": it is certain
	Corrected                       string // when what is said here was corrected last; "": it never was
	Sources                         []Cited
}

// RegionRow names a region that is valid on the day.
type RegionRow struct{ Name, Layer string }

// Cited is a publication, with the language of its name, "" for that of the words, and the
// addresses of the original and of an archived copy, either may be "".
type Cited struct{ Text, Lang, URL, Archived string }

// Words are those of the view's language.
func (v View) Words() Words { return v.words }

// Caption tells the view in its language.
func (v View) Caption() Caption {
	title, day := v.snapshot.Dataset.Title.In(v.lang), v.words.Date(v.day)
	c := Caption{
		Title: day + " · " + title, Heading: title + ", " + day, Description: v.areas(),
		Reason: v.uncovered(v.day), Day: v.day.String(), Lang: v.spoken, Words: v.words,
	}
	if v.compared == nil && v.snapshot.Timeless(v.day) {
		c.Title, c.Heading = title, title
	}
	var more int
	c.Rows, more = v.rows()
	c.NamesLang, c.DataLang = v.foreign(v.had()), v.foreign(v.first())
	if v.compared != nil {
		if *v.compared != v.day {
			c.Title = v.words.Date(min(*v.compared, v.day)) + " – " + v.words.Date(max(*v.compared, v.day)) + " · " + title
		}
		c.Description = v.changes(*v.compared)
	}
	if !v.snapshot.StatesControl() {
		c.Description = v.words.NoControl
		c.Regions, more = v.regions()
	}
	if more > 0 {
		c.More = fmt.Sprintf(v.words.more, more)
	}
	if view := v.snapshot.View(); view != nil {
		c.Stance = view.Names.In(v.lang)
		c.Title += " · " + c.Stance
		c.Description = c.Stance + ". " + c.Description
	}
	if v.selected != nil {
		at := v.snapshot.Locate(*v.selected, v.day)
		if place := v.place(at); place != "" {
			c.Place, c.Description = place, place+" "+c.Description
		}
		if at.Zone != nil {
			c.Title = at.Zone.Names.In(v.lang) + " · " + c.Title
		}
		c.Corrections = v.corrections(at)
	}
	return c
}

// foreign returns a language, "" for that of the words.
func (v View) foreign(lang string) string {
	if lang == v.spoken {
		return ""
	}
	return lang
}

// first returns the language of texts of the dataset that say none.
func (v View) first() string {
	if languages := v.snapshot.Dataset.Languages; len(languages) > 0 {
		return languages[0]
	}
	return "en"
}

// had returns the language that the dataset's names are had in where they are wanted in that of the
// view, see dataset.Names.In.
func (v View) had() string {
	switch languages := v.snapshot.Dataset.Languages; {
	case len(languages) == 0 || slices.Contains(languages, v.lang):
		return v.lang
	case slices.Contains(languages, "en"):
		return "en"
	default:
		return slices.Min(languages)
	}
}

// uncovered says which days the dataset speaks of, "" where the day is one of them.
func (v View) uncovered(day date.Date) string {
	if v.snapshot.Uncovered(day) == "" {
		return ""
	}
	limit := func(day date.Date) string {
		if day.Optional() == nil {
			return v.words.today
		}
		return v.words.Date(day)
	}
	covers := v.snapshot.Dataset.Covers.Interval()
	return ended(fmt.Sprintf(v.words.uncovered, limit(covers.From), limit(covers.Last())))
}

// Alternative tells a picture of the view to those who do not see it.
func (c Caption) Alternative() string {
	return ended(c.Heading) + " " + c.Description
}

// ended returns a sentence with its full stop, which an abbreviation at its end has already: "25
// мая 2020 г."
func ended(sentence string) string {
	if strings.HasSuffix(sentence, ".") {
		return sentence
	}
	return sentence + "."
}

// place tells who held the place on the day: "The Orchards: Crown, Controlled, since 1 March 1961."
func (v View) place(at data.Location) string {
	if at.Zone == nil && !v.snapshot.StatesControl() && len(at.Regions) > 0 {
		var names []string
		for _, r := range at.Regions {
			names = append(names, r.Names.In(v.lang))
		}
		return v.few(names, ", ") + "."
	}
	if at.Zone == nil {
		return ""
	}
	parts := []string{v.actor(at.Control.Controller), v.status(&at.Control)}
	if since := v.since(&at.Control); since != "" {
		parts = append(parts, v.words.Since+" "+since)
	}
	parts = append(parts, v.doubt(at.Zone.ID))
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	told := ended(at.Zone.Names.In(v.lang) + ": " + strings.Join(parts, ", "))
	if corrected := v.latestCorrected(&at.Control); corrected != "" {
		told += " " + ended(corrected)
	}
	return told
}

// areas sums the areas by controller: "Control: League 8599 km², Crown 103 km²."
func (v View) areas() string {
	stats, err := v.snapshot.Stats(context.Background(), data.StatsQuery{During: date.Interval{From: v.day, To: v.day + 1}})
	if err != nil {
		return "" // only regions can be unknown, and none is asked for
	}
	var order []string
	sums := map[string]float64{}
	for _, series := range stats.Series {
		for _, area := range series.Areas {
			name := cmp.Or(v.actor(area.Controller), v.snapshot.StatusIn(area.Status, v.lang))
			if _, ok := sums[name]; !ok {
				order = append(order, name)
			}
			sums[name] += area.Km2
		}
	}
	if len(order) == 0 {
		return v.snapshot.Dataset.Title.In(v.lang) + "."
	}
	var parts []string
	for _, name := range order {
		parts = append(parts, name+" "+v.km2(sums[name]))
	}
	return v.words.control + ": " + v.few(parts, ", ") + "."
}

// mostNamed is how many of a list are named in a description: search engines cut long ones off.
const mostNamed = 5

// few joins the first of a list, and says how many are left out.
func (v View) few(parts []string, between string) string {
	more := len(parts) - mostNamed
	if more <= 0 {
		return strings.Join(parts, between)
	}
	return strings.Join(parts[:mostNamed], between) + " " + fmt.Sprintf(v.words.More, more)
}

// changes sums the areas that passed from one actor to another: "Crown → League: 52 km²."
func (v View) changes(from date.Date) string {
	if from == v.day {
		return v.words.sameDay
	}
	diff, err := v.snapshot.Diff(context.Background(), from, v.day)
	if err != nil {
		return "" // this context does not end
	}
	if diff.Reason != "" {
		return cmp.Or(v.uncovered(diff.From), v.uncovered(diff.To), diff.Reason)
	}
	told := v.transfers(diff)
	if diff.Reordered {
		return v.words.reordered + " " + told
	}
	return told
}

func (v View) transfers(diff data.Diff) string {
	var parts []string
	for _, t := range diff.Totals {
		parts = append(parts, fmt.Sprintf("%s → %s: %s", v.actor(t.From), v.actor(t.To), v.km2(t.Km2)))
	}
	if len(parts) == 0 {
		return v.words.noChange
	}
	return v.few(parts, "; ") + "."
}

func (v View) km2(area float64) string { return fmt.Sprintf("%.0f %s", math.Round(area), v.words.Km2) }

// maxRows is how many zones or regions a page lists: it is for reading, and the API has them all.
const maxRows = 300

// rows tells of each zone that is drawn, in the order of their names, and how many more there are
// than a page lists.
func (v View) rows() (rows []Row, more int) {
	type named struct {
		zone *data.Zone
		name string
	}
	var zones []named
	for _, zone := range v.snapshot.Zones() {
		if zone.Drawn() {
			zones = append(zones, named{zone, zone.Names.In(v.lang)})
		}
	}
	slices.SortStableFunc(zones, func(a, b named) int { return cmp.Compare(a.name, b.name) })
	more = max(0, len(zones)-maxRows)
	for _, n := range zones[:len(zones)-more] {
		zone := n.zone
		control := v.snapshot.Control(zone.ID, v.day)
		row := Row{
			Zone: n.name, Controller: v.actor(control.Controller),
			Status: v.status(&control), Since: v.since(&control), Doubt: v.doubt(zone.ID),
			Corrected: v.latestCorrected(&control),
		}
		for _, source := range control.Sources {
			row.Sources = append(row.Sources, Cited{
				cmp.Or(source.Publisher, source.Title), v.foreign(cmp.Or(source.Language, v.first())), source.URL, source.ArchivedURL,
			})
		}
		rows = append(rows, row)
	}
	return rows, more
}

// regions names the regions of the day, drawn or not, in the order of their layers and names, and
// how many more there are than a page lists.
func (v View) regions() (rows []RegionRow, more int) {
	for _, layer := range v.snapshot.Dataset.Layers {
		first := len(rows)
		for _, r := range v.snapshot.Dataset.Regions {
			if r.Layer == layer.ID && r.Interval.Contains(v.day) {
				rows = append(rows, RegionRow{r.Names.In(v.lang), layer.Title.In(v.lang)})
			}
		}
		slices.SortFunc(rows[first:], func(a, b RegionRow) int { return cmp.Compare(a.Name, b.Name) })
	}
	more = max(0, len(rows)-maxRows)
	return rows[:len(rows)-more], more
}

// status names the status of a period, and those that a contested zone is contested between.
func (v View) status(control *data.Control) string {
	status := v.snapshot.StatusIn(control.Status, v.lang)
	if control.Claim {
		status += " (" + v.words.Claim + ")"
	}
	if len(control.Claimants) == 0 {
		return status
	}
	var names []string
	for _, id := range control.Claimants {
		names = append(names, v.snapshot.ActorIn(id, v.lang))
	}
	return status + " (" + strings.Join(names, ", ") + ")"
}

// since tells the first day of a period, "" for an open one.
func (v View) since(control *data.Control) string {
	switch {
	case control.From == nil:
		return ""
	case control.SinceOrEarlier:
		return fmt.Sprintf(v.words.orEarlier, v.words.Date(*control.From))
	}
	return v.words.Date(*control.From)
}

// doubt tells between which days a zone passed of which that is not certain on the day, "" where
// all is.
func (v View) doubt(zone string) string {
	earliest, latest, ok := v.snapshot.Passing(zone, v.day)
	if !ok {
		return ""
	}
	return fmt.Sprintf(v.words.notCertain, v.words.Date(earliest), v.words.Date(latest))
}

// actor returns an actor's short name, "" for nobody.
func (v View) actor(id *string) string {
	if id == nil {
		return ""
	}
	return v.snapshot.ActorIn(*id, v.lang)
}
