package karabakh_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"demarc/data/dataset"
	"demarc/data/release"
)

var update = flag.Bool("update", false, "write the tables of the papers again")

// The tables of the README, the changelog and the citation say what the data say; with -update
// they are written.
func TestPapersAreCurrent(t *testing.T) {
	d, list := open(t).Dataset, release.Read(os.DirFS("."))
	if len(list.Releases) == 0 {
		t.Fatal("versions.json has no release")
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	counted := regexp.MustCompile(`\| counted \| \|\n(\|.*\n)+`)
	if !counted.Match(readme) {
		t.Fatal("README.md has no table of what is counted")
	}
	const most = 15 << 10
	if len(readme) > most {
		t.Errorf("README.md has %d bytes: want %d at most, the rest belongs in LINES.md", len(readme), most)
	}
	for name, want := range map[string]string{
		"README.md":    counted.ReplaceAllString(string(readme), countedTable(d)),
		"CHANGELOG.md": changelog(d, list),
		"CITATION.cff": citation(d, list),
	} {
		if *update {
			if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if got, err := os.ReadFile(name); err != nil || string(got) != want {
			t.Errorf("%s is not what the data say (%v): run go test ./data/karabakh -run Papers -update", name, err)
		}
	}
}

// countedTable counts how the statements are sourced.
func countedTable(d *dataset.Dataset) string {
	sources, events := map[string]*dataset.Source{}, map[string]*dataset.Event{}
	for _, s := range d.Sources {
		sources[s.ID] = s
	}
	for _, e := range d.Events {
		events[e.ID] = e
	}
	addressed := func(ids []string) bool {
		return slices.ContainsFunc(ids, func(id string) bool { return sources[id].URL != "" })
	}
	var b strings.Builder
	b.WriteString("| counted | |\n| --- | --- |\n")
	row := func(what string, n int) { fmt.Fprintf(&b, "| %s | %d |\n", what, n) }
	ofSources := func(what string, is func(*dataset.Source) bool) { row(what, count(d.Sources, is)) }
	row("sources", len(d.Sources))
	ofSources("sources with `author`", func(s *dataset.Source) bool { return s.Author != "" })
	ofSources("sources with `language`", func(s *dataset.Source) bool { return s.Language != "" })
	ofSources("sources with `accessed`", func(s *dataset.Source) bool { return s.Accessed != nil })
	ofSources("sources with `quote`", func(s *dataset.Source) bool { return s.Quote != "" })
	ofSources("sources with `archived_url`", func(s *dataset.Source) bool { return s.ArchivedURL != "" })
	ofSources("sources with `date_nominal`", func(s *dataset.Source) bool { return s.DateNominal })
	ofSources("sources that are Wikipedia or copies of it", ofWikipedia)
	ofSources("sources known as another work cites them", func(s *dataset.Source) bool { return strings.HasPrefix(s.Locator, "as cited") })
	ofSources("sources without an address", func(s *dataset.Source) bool { return s.URL == "" })
	row("places whose coordinates are Wikipedia's", count(d.Places, func(p *dataset.Place) bool { return slices.Contains(p.Sources, "wiki_places") }))
	row("events", len(d.Events))
	row("events without a source that has an address", count(d.Events, func(e *dataset.Event) bool { return !addressed(e.Sources) }))
	row("events of one party's sources (`single_sided`)", count(d.Events, func(e *dataset.Event) bool { return e.SingleSided }))
	row("periods", len(d.Periods))
	row("periods without a source that has an address", count(d.Periods, func(p *dataset.ControlPeriod) bool { return !addressed(sourcesOf(p, events)) }))
	row("figures", len(d.Figures))
	return b.String()
}

func ofWikipedia(s *dataset.Source) bool {
	return s.Mirror || strings.Contains(s.Publisher, "ikipedia")
}

func sourcesOf(p *dataset.ControlPeriod, events map[string]*dataset.Event) []string {
	if len(p.Sources) > 0 {
		return p.Sources
	}
	return events[p.Event].Sources
}

func count[T any](all []T, is func(T) bool) (n int) {
	for _, x := range all {
		if is(x) {
			n++
		}
	}
	return n
}

// changelog lists the editions, the newest first, then what was corrected.
func changelog(d *dataset.Dataset, list *release.List) string {
	var b strings.Builder
	b.WriteString("# Editions of the Karabakh dataset\n\nMade from `versions.json` and `corrections.json`. Each edition stays as it is, as `data/karabakh@N`.\n")
	for _, r := range slices.Backward(list.Releases) {
		fmt.Fprintf(&b, "\n## Edition %d, %s\n\n%s. Snapshot `%s`.\n\n", r.Version, r.Date, r.Message, r.Snapshot)
		for _, line := range r.Summary.Text {
			fmt.Fprintf(&b, "- %s\n", line)
		}
	}
	last := ""
	for _, c := range slices.Backward(slices.SortedStableFunc(slices.Values(d.Corrections), func(x, y *dataset.Correction) int {
		return strings.Compare(x.Release, y.Release)
	})) {
		if c.Release != last {
			last = c.Release
			fmt.Fprintf(&b, "\n## Corrected in version %s of the data\n\n", last)
		}
		fmt.Fprintf(&b, "- `%s`: %s Before: %s %s\n", c.Of, c.After["en"], c.Before["en"], c.Reason["en"])
	}
	return b.String()
}

// citation cites the newest edition in the Citation File Format, 1.2.0.
func citation(d *dataset.Dataset, list *release.List) string {
	r := list.Releases[len(list.Releases)-1]
	return fmt.Sprintf(`cff-version: 1.2.0
message: "If you use the dataset, cite the edition that you used: its number and the id of its snapshot."
type: dataset
title: %q
authors:
  - name: "The demarc project"
version: "%d"
date-released: "%s"
license: CC-BY-4.0
identifiers:
  - type: other
    value: "%s"
    description: "The id of the snapshot of this edition"
`, d.Title["en"], r.Version, r.Date, r.Snapshot)
}

// How the statements are sourced gets no worse.
func TestSourcesGetNoWorse(t *testing.T) {
	d := open(t).Dataset
	if n, most := count(d.Sources, ofWikipedia), len(d.Sources)/10; n > most {
		t.Errorf("%d of %d sources are Wikipedia or copies of it, want %d at most", n, len(d.Sources), most)
	}
	if !strings.Contains(countedTable(d), "| periods without a source that has an address | 0 |") {
		t.Error("a period has no source with an address")
	}
}

// A citation has what the Citation File Format wants, each once, in the form it wants.
func TestCitation(t *testing.T) {
	content, err := fs.ReadFile(os.DirFS("."), "CITATION.cff")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`cff-version: 1\.2\.0`, `message: ".+"`, `type: dataset`, `title: ".+"`, `authors:\n  - name: ".+"`,
		`version: "[0-9]+"`, `date-released: "[0-9]{4}-[0-9]{2}-[0-9]{2}"`, `license: CC-BY-4\.0`,
		`identifiers:\n  - type: other\n    value: "[0-9a-f]{16}"`,
	} {
		if n := len(regexp.MustCompile(`(?m)^`+want+`$`).FindAll(content, -1)); n != 1 {
			t.Errorf("CITATION.cff has %d times %s, want it once", n, want)
		}
	}
}
