package dataset

import (
	"slices"
	"strings"
	"unicode"

	"demarc/data/date"
	"demarc/geo/jsontree"
)

// object reads the members of one JSON object and reports each that is missing or of the wrong
// shape; done reports members that nobody asked for.
type object struct {
	report *report
	file   string
	what   string // names the object in messages, "event x"
	node   *jsontree.Node
	asked  []string // of its members; a map for each object would take more than the object
}

func (l *loader) object(file string, node *jsontree.Node, what string) *object {
	return newObject(l.report, file, node, what)
}

func newObject(r *report, file string, node *jsontree.Node, what string) *object {
	if node.Kind != jsontree.Object {
		r.errorf("shape", Position{file, node.Line}, "%s: want an object, got %s", what, node.Kind)
		node = &jsontree.Node{Kind: jsontree.Object, Line: node.Line}
	}
	return &object{report: r, file: file, what: what, node: node}
}

func (o *object) position() Position { return Position{o.file, o.node.Line} }

// get returns the member, nil when it is absent or null.
func (o *object) get(name string) *jsontree.Node {
	value := o.node.Member(name)
	if value == nil {
		return nil
	}
	if !slices.Contains(o.asked, name) {
		o.asked = append(o.asked, name)
	}
	if value.Kind == jsontree.Null {
		return nil
	}
	o.note(name, value.Line)
	return value
}

// note remembers the line of a text for findings about it.
func (o *object) note(text string, line int) {
	if at := (textAt{o.position(), text}); line != o.node.Line && o.report.lines[at] == 0 {
		o.report.lines[at] = line
	}
}

// member returns a member of the kind, nil when it is absent or null; other kinds are reported.
func (o *object) member(name string, kind jsontree.Kind) *jsontree.Node {
	value := o.get(name)
	if value != nil && value.Kind != kind {
		o.report.errorf("shape", Position{o.file, value.Line}, "%s: %q: want %s, got %s", o.what, name, article(kind), value.Kind)
		return nil
	}
	return value
}

// need reports a member that is absent or null.
func (o *object) need(name string) {
	if o.get(name) == nil {
		o.report.errorf("shape", o.position(), "%s: %q is missing", o.what, name)
	}
}

func (o *object) text(name string) string {
	if value := o.member(name, jsontree.String); value != nil {
		o.note(value.Text, value.Line)
		o.printable(name, value)
		return value.Text
	}
	return ""
}

// printable reports control characters in a text, which break tables, feeds and terminals; tabs and
// ends of lines are fine.
func (o *object) printable(name string, value *jsontree.Node) {
	for _, r := range value.Text {
		if unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' {
			o.report.errorf("shape", Position{o.file, value.Line}, "%s: %q: the text has the control character %U", o.what, name, r)
			return
		}
	}
}

// address reads a link that readers may follow. Other schemes, such as javascript, and addresses
// without one are no such links.
func (o *object) address(name string) string {
	text := o.text(name)
	scheme, _, _ := strings.Cut(text, ":")
	if text != "" && !slices.Contains([]string{"http", "https", "mailto", "doi"}, strings.ToLower(scheme)) {
		o.report.errorf("shape", o.report.line(o.position(), name), "%s: %q: %q: want an address with http:, https:, mailto: or doi:", o.what, name, clip(text))
	}
	return text
}

// clip cuts a text for a message.
func clip(text string) string {
	const most = 80
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "..."
	}
	return text
}

func (o *object) needText(name string) string {
	o.need(name)
	value := o.text(name)
	if o.member(name, jsontree.String) != nil && strings.TrimSpace(value) == "" {
		o.report.errorf("shape", o.position(), "%s: %q is empty", o.what, name)
	}
	return value
}

func (o *object) number(name string) float64 {
	value := o.member(name, jsontree.Number)
	number, ok := value.Float()
	if value != nil && !ok {
		o.report.errorf("shape", Position{o.file, value.Line}, "%s: %q: number out of range", o.what, name)
	}
	return number
}

func (o *object) flag(name string) bool {
	value := o.member(name, jsontree.Bool)
	return value != nil && value.Text == "true"
}

// date returns the day, or missing when the member is absent, null or wrong.
func (o *object) date(name string, missing date.Date) date.Date {
	value := o.member(name, jsontree.String)
	if value == nil {
		return missing
	}
	day, err := date.Parse(value.Text)
	if err != nil {
		o.report.errorf("date", Position{o.file, value.Line}, "%s: %q: %v", o.what, name, err)
		return missing
	}
	return day
}

// first returns the first day that an uncertain date (EDTF) may mean, and the date; missing when
// the member is absent, null or wrong.
func (o *object) first(name string, missing date.Date) (date.Date, date.EDTF) {
	before := len(o.report.problems)
	uncertain, known := o.edtf(name)
	if !known || len(o.report.problems) > before {
		return missing, date.EDTF{}
	}
	if uncertain.Earliest == date.Beginning {
		o.report.errorf("date", Position{o.file, o.get(name).Line}, "%s: %q: date %q has no first day", o.what, name, uncertain.Text)
		return missing, date.EDTF{}
	}
	return uncertain.Earliest, uncertain
}

// interval returns the days from one member to another, open where these are absent or null.
func (o *object) interval(from, to string) (i date.Interval, as spelling) {
	i.From, _ = o.first(from, date.Beginning)
	i.To, _ = o.first(to, date.Forever)
	return i, o.spelled(from, to)
}

// spelled returns what the members say, where that is no plain day.
func (o *object) spelled(from, to string) spelling {
	uncertain := func(name string) string {
		value := o.get(name)
		if value == nil || value.Kind != jsontree.String {
			return ""
		}
		if _, err := date.Parse(value.Text); err == nil {
			return ""
		}
		return value.Text
	}
	return spelling{uncertain(from), uncertain(to)}
}

// needInterval returns the same where the first day must be given; a last day that is open is nil.
func (o *object) needInterval(from, to string) (first date.Date, end *date.Date, as spelling) {
	o.need(from)
	first, _ = o.first(from, 0)
	next, _ := o.first(to, date.Forever)
	return first, next.Optional(), o.spelled(from, to)
}

func (o *object) needDate(name string, missing date.Date) date.Date {
	o.need(name)
	return o.date(name, missing)
}

func (o *object) optionalDate(name string) *date.Date {
	return o.date(name, date.Beginning).Optional()
}

func (o *object) edtf(name string) (date.EDTF, bool) {
	value := o.member(name, jsontree.String)
	if value == nil {
		return date.EDTF{}, false
	}
	date, err := date.ParseEDTF(value.Text)
	if err != nil {
		o.report.errorf("date", Position{o.file, value.Line}, "%s: %q: %v", o.what, name, err)
	}
	return date, err == nil
}

func (o *object) texts(name string) []string {
	list := o.member(name, jsontree.Array)
	if list == nil {
		return nil
	}
	texts := make([]string, 0, len(list.Items))
	for _, item := range list.Items {
		if item.Kind != jsontree.String {
			o.report.errorf("shape", Position{o.file, item.Line}, "%s: %q: want strings, got %s", o.what, name, item.Kind)
			continue
		}
		o.note(item.Text, item.Line)
		o.printable(name, item)
		texts = append(texts, item.Text)
	}
	return texts
}

// strings returns an object of strings, such as names by language.
func (o *object) strings(name string) map[string]string {
	value := o.member(name, jsontree.Object)
	if value == nil {
		return nil
	}
	texts := make(map[string]string, len(value.Members))
	for _, m := range value.Members {
		if m.Value.Kind != jsontree.String || strings.TrimSpace(m.Value.Text) == "" {
			o.report.errorf("shape", Position{o.file, m.Line}, "%s: %q: %q: want a string that is not empty", o.what, name, m.Name)
			continue
		}
		o.printable(name, m.Value)
		texts[m.Name] = m.Value.Text
	}
	return texts
}

// readerText returns a text for readers: a string, or an object of strings by language.
func (o *object) readerText(name string) Text {
	value := o.get(name)
	if value != nil && value.Kind == jsontree.String {
		return NewText(o.text(name))
	}
	texts := Text(o.strings(name))
	if _, ok := texts[""]; ok {
		o.report.errorf("shape", o.report.line(o.position(), name), "%s: %q: a language is empty", o.what, name)
	}
	return texts
}

// definition returns texts by language; a string alone is in the first language.
func (o *object) definition(name string) Names {
	value := o.get(name)
	if value != nil && value.Kind == jsontree.String {
		return Names{o.report.firstLanguage(): o.text(name)}
	}
	return o.strings(name)
}

// review returns the languages that await a native reader.
func (o *object) review() []string {
	languages := o.texts("review")
	for _, language := range languages {
		if !slices.Contains(o.report.languages, language) {
			o.report.errorf("languages", o.report.line(o.position(), language), "%s: \"review\": %q is no language of the dataset", o.what, language).
				hint("%s lists %s", datasetFile, strings.Join(o.report.languages, ", "))
		}
	}
	return languages
}

// integer returns a whole number of the range, 0 when the member is absent, null or wrong.
func (o *object) integer(name string, least, most int) int {
	if o.get(name) == nil {
		return 0
	}
	number := o.number(name)
	if number != float64(int(number)) || int(number) < least || int(number) > most {
		o.report.errorf("shape", o.report.line(o.position(), name), "%s: %q: want a whole number, %d to %d", o.what, name, least, most)
		return 0
	}
	return int(number)
}

func (o *object) needNames(name string) Names {
	o.need(name)
	names := o.strings(name)
	if o.get(name) != nil && len(names) == 0 {
		o.report.errorf("shape", o.position(), "%s: %q holds no name", o.what, name)
	}
	return names
}

func (o *object) object(name string) *object {
	value := o.member(name, jsontree.Object)
	if value == nil {
		return nil
	}
	return newObject(o.report, o.file, value, o.what+": "+name)
}

func (o *object) objects(name string) []*object {
	o.need(name)
	list := o.member(name, jsontree.Array)
	if list == nil {
		return nil
	}
	objects := make([]*object, 0, len(list.Items))
	for _, item := range list.Items {
		objects = append(objects, newObject(o.report, o.file, item, name))
	}
	return objects
}

// optionalObjects is objects where the member may be absent.
func (o *object) optionalObjects(name string) []*object {
	if o.get(name) == nil {
		return nil
	}
	return o.objects(name)
}

// numbers fills an array of exactly len(into) numbers.
func (o *object) numbers(name string, into []float64) bool {
	list := o.member(name, jsontree.Array)
	if list == nil {
		return false
	}
	ok := len(list.Items) == len(into)
	for i := 0; ok && i < len(into); i++ {
		into[i], ok = list.Items[i].Float()
	}
	if !ok {
		o.report.errorf("shape", Position{o.file, list.Line}, "%s: %q: want an array of %d numbers", o.what, name, len(into))
	}
	return ok
}

// done warns about members that nobody asked for.
func (o *object) done() {
	for _, m := range o.node.Members {
		if !slices.Contains(o.asked, m.Name) {
			o.report.warnf("unknown-member", Position{o.file, m.Line}, "%s: %q means nothing here and is not used", o.what, m.Name)
		}
	}
}

func article(kind jsontree.Kind) string {
	if kind == jsontree.Array || kind == jsontree.Object {
		return "an " + kind.String()
	}
	return "a " + kind.String()
}
