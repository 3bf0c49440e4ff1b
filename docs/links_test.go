package docs

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

var (
	inlineLink = regexp.MustCompile(`\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)(?: "[^"]*")?\)`)
	linkTarget = regexp.MustCompile(`^\[[^\]]+\]: +(\S+)`)
	attribute  = regexp.MustCompile(`(?:href|src)="([^"]+)"`)
	codeSpan   = regexp.MustCompile("`[^`]*`")
	external   = regexp.MustCompile(`^[a-z][a-z0-9+.-]*:`)
	heading    = regexp.MustCompile(`^#{1,6} +(.*?)#*$`)
	linkText   = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
)

// Every relative link of the papers leads to a file, and every anchor to a heading in it.
func TestLinks(t *testing.T) {
	count := 0
	for _, paper := range papers(t) {
		for _, l := range linksIn(readPaper(t, paper)) {
			if external.MatchString(l.target) {
				continue
			}
			count++
			if err := follow(paper, l.target); err != nil {
				t.Errorf("%s:%d: %s: %v", paper, l.line, l.target, err)
			}
		}
	}
	if count < 30 {
		t.Errorf("only %d links were found: the test looks in the wrong place", count)
	}
}

type link struct {
	target string
	line   int
}

// linksIn lists the links of a text, those in code left out.
func linksIn(text string) []link {
	var all []link
	for i, line := range prose(text) {
		line = codeSpan.ReplaceAllString(line, "")
		for _, form := range []*regexp.Regexp{inlineLink, linkTarget, attribute} {
			for _, match := range form.FindAllStringSubmatch(line, -1) {
				all = append(all, link{strings.Trim(match[1], "<>"), i + 1})
			}
		}
	}
	return all
}

// prose returns the lines of a text, with fenced blocks empty.
func prose(text string) []string {
	lines := strings.Split(text, "\n")
	fenced := false
	for i, line := range lines {
		fence := strings.HasPrefix(strings.TrimLeft(line, " "), "```")
		if fence || fenced {
			lines[i] = ""
		}
		fenced = fenced != fence
	}
	return lines
}

func follow(paper, target string) error {
	name, anchor, anchored := strings.Cut(target, "#")
	file := paper
	if name != "" {
		file = path.Join(path.Dir(paper), name)
	}
	local := filepath.Join(root, filepath.FromSlash(file))
	if _, err := os.Stat(local); err != nil || strings.HasPrefix(file, "../") {
		return fmt.Errorf("there is no file %s", file)
	}
	if !anchored {
		return nil
	}
	content, err := os.ReadFile(local)
	if err != nil {
		return err
	}
	if !anchorsIn(string(content))[anchor] {
		return fmt.Errorf("%s has no heading with the anchor %q", file, anchor)
	}
	return nil
}

// anchorsIn are those that GitHub gives the headings of a text.
func anchorsIn(text string) map[string]bool {
	anchors := map[string]bool{}
	for _, line := range prose(text) {
		match := heading.FindStringSubmatch(line)
		if match == nil {
			continue
		}
		base := anchorOf(match[1])
		anchor := base
		for n := 1; anchors[anchor]; n++ {
			anchor = fmt.Sprintf("%s-%d", base, n)
		}
		anchors[anchor] = true
	}
	return anchors
}

func anchorOf(title string) string {
	title = strings.TrimSpace(linkText.ReplaceAllString(title, "$1"))
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-', r == '_', unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, title)
}

func TestLinksAreFound(t *testing.T) {
	const text = "# A `b` [c](d.md), e\n![p](x.png) and [q](y.md#z \"t\")\n`[no](no.md)`\n```\n[no](no.md)\n# no\n```\n" +
		"[r]: s.md\n<img src=\"i.svg\">\n## Same\n## Same\n"
	var targets []string
	for _, l := range linksIn(text) {
		targets = append(targets, fmt.Sprintf("%d %s", l.line, l.target))
	}
	if got, want := strings.Join(targets, ", "), "1 d.md, 2 x.png, 2 y.md#z, 8 s.md, 9 i.svg"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	anchors := anchorsIn(text)
	for _, want := range []string{"a-b-c-e", "same", "same-1"} {
		if !anchors[want] {
			t.Errorf("got the anchors %v, want %s", anchors, want)
		}
	}
	if len(anchors) != 3 {
		t.Errorf("got the anchors %v, want three", anchors)
	}
	for _, wrong := range []string{"nowhere.md", "README.md#nowhere", "../README.md"} {
		if follow("README.md", wrong) == nil {
			t.Errorf("%s is followed, want an error", wrong)
		}
	}
	if err := follow("README.md", "README.md#two-commands"); err != nil {
		t.Error(err)
	}
}
