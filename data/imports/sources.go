package imports

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"demarc/data/dataset"
	"demarc/data/date"
)

var (
	address = regexp.MustCompile(`https?://\S+`)
	// an entry of a list that demarc has exported: Publisher (Date): Title URL (archived URL), of
	// which the date and the URLs, of the page and of its archived copy, may be missing
	entry      = regexp.MustCompile(`^([^:]{1,100}?)(?: \((\d{4}-\d\d-\d\d)\))?: (.+?)(?: (https?://\S+))?$`)
	datedEntry = regexp.MustCompile(`^(?:[^;:]{1,100} )?\(\d{4}-\d\d-\d\d\): `)
	dateAlone  = regexp.MustCompile(`^\((\d{4}-\d\d-\d\d)\): `) // of an entry without publisher
	plainEntry = regexp.MustCompile(`^[^;:]{1,100}: `)
	archived   = regexp.MustCompile(` \(archived (https?://[^\s)]+)\)$`)
	titled     = regexp.MustCompile(`^(.*\S) (https?://\S+)$`)
	// stands for the day of a source
	placeholder = regexp.MustCompile(`\{(?:date|year|month|day)\}`)
)

// splitSources cuts a list where it surely is one: behind an entry that ends in its URL, and before
// one that begins with publisher and date, or with the publisher of the first. Titles hold
// semicolons too. In what is a list by these signs, a publisher without date begins an entry as
// well.
func splitSources(text string) []string {
	first := plainEntry.FindString(text)
	entries := cut(text, func(before, behind string) bool {
		last := before[strings.LastIndexByte(before, ' ')+1:]
		return strings.HasPrefix(last, "http") && address.MatchString(last) || datedEntry.MatchString(behind) || first != "" && strings.HasPrefix(behind, first)
	})
	if len(entries) == 1 {
		return entries
	}
	var all []string
	for _, e := range entries {
		all = append(all, cut(e, func(before, behind string) bool {
			return plainEntry.MatchString(before) && plainEntry.MatchString(behind)
		})...)
	}
	return all
}

// cut cuts a text at those of its semicolons of which the test is true.
func cut(text string, here func(before, behind string) bool) []string {
	var parts []string
	begin := 0
	for at := 0; ; {
		next := strings.Index(text[at:], "; ")
		if next < 0 {
			return append(parts, text[begin:])
		}
		end := at + next
		at = end + len("; ")
		if here(text[begin:end], text[at:]) {
			parts = append(parts, strings.TrimSpace(text[begin:end]))
			begin = at
		}
	}
}

// readSource reads one entry; what has another form is the title.
func readSource(text string) *dataset.Source {
	text, copied := strings.TrimSpace(text), ""
	if m := archived.FindStringSubmatch(text); m != nil {
		text, copied = strings.TrimSuffix(text, m[0]), m[1]
	}
	var published *date.Date
	if m := dateAlone.FindStringSubmatch(text); m != nil {
		if day, err := date.Parse(m[1]); err == nil {
			text, published = strings.TrimPrefix(text, m[0]), &day
		}
	}
	s := &dataset.Source{ArchivedURL: copied, Date: published, Title: text, URL: strings.TrimRight(address.FindString(text), ";,")}
	if m := titled.FindStringSubmatch(text); m != nil {
		s.Title = m[1]
	}
	m := entry.FindStringSubmatch(text)
	if m == nil || published != nil || strings.HasPrefix(m[3], "http") {
		return s
	}
	s.Publisher, s.Title = m[1], m[3]
	if m[2] == "" {
		return s
	}
	day, err := date.Parse(m[2])
	if err != nil {
		s.Publisher += " (" + m[2] + ")"
		return s
	}
	s.Date = &day
	return s
}

// sourcesOf returns the ids of the sources of a row, else of the one of all rows; nil means that
// there is none.
func (b *builder) sourcesOf(x *row) []string {
	if ids := b.namedSources(x); ids != nil {
		return ids
	}
	text := b.text(x, sourceRole)
	if text == "" {
		if b.SourceTitle == "" {
			return nil
		}
		return []string{b.sourceOfDay(x.interval.From)}
	}
	var ids []string
	for _, entry := range splitSources(text) {
		if entry == "" {
			continue
		}
		if id := b.sourceID(entry, readSource(entry)); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// chooseSources says where sources come from.
func (b *builder) chooseSources() {
	switch {
	case b.columns.has(sourceRole):
		b.choose("sources", "%s", b.column(sourceRole))
	case b.sourceByDay():
		b.choose("sources", "%q for each first day of a row", b.SourceTitle)
	case b.SourceTitle != "":
		b.choose("sources", "%q for all", b.SourceTitle)
	}
}

// sourceByDay tells whether the source of all rows is one for each day.
func (b *builder) sourceByDay() bool { return placeholder.MatchString(b.SourceTitle + b.SourceURL) }

// sourceOfDay returns the id of the source of rows that have none of their own and begin on a day:
// the one of all, or the one of the day. What began before the first day covered is from that.
func (b *builder) sourceOfDay(day date.Date) string {
	s, key := dataset.Source{Title: b.SourceTitle, URL: b.SourceURL, Date: b.SourceDate}, ""
	if b.sourceByDay() {
		day = max(day, b.from)
		words := day.String()
		year, month, number := words[:len(words)-6], words[len(words)-5:len(words)-3], words[len(words)-2:]
		of := strings.NewReplacer("{date}", words, "{year}", year, "{month}", month, "{day}", number)
		s.Title, s.URL, key = of.Replace(s.Title), of.Replace(s.URL), "day "+words
		if s.Title == b.SourceTitle {
			s.Title += " (" + words + ")"
		}
		if s.Date == nil {
			s.Date = &day
		}
	}
	return b.sourceID(key, &s)
}

// sourceID returns the id of a source, which is one with that of the same text.
func (b *builder) sourceID(text string, s *dataset.Source) string {
	if id, known := b.sourceIDs[text]; known {
		return id
	}
	if b.sourceIDs == nil {
		b.sourceIDs = map[string]string{}
	}
	isID := func(s *dataset.Source) string { return s.ID }
	for n := len(b.sources) + 1; ; n++ {
		id := fmt.Sprintf("source-%d", n)
		if find(b.sources, isID, id) == nil && find(b.about.Sources, isID, id) == nil {
			s.ID = id
			break
		}
	}
	b.sources, b.sourceIDs[text] = append(b.sources, s), s.ID
	return s.ID
}
