package dataset

import (
	"io/fs"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"demarc/data/date"
)

// evidence compares what a source says of its archived copy with the address of the copy.
func (c *checker) evidence(s *Source) {
	what := "source " + s.ID
	if s.Language != "" && !languageTag.MatchString(s.Language) {
		c.errorf("evidence", c.line(s.Position, "language"), "%s: language %q: want a tag such as en or sr-Latn", what, s.Language)
	}
	if s.SHA256 != "" && !sha256Hex.MatchString(s.SHA256) {
		c.errorf("evidence", c.line(s.Position, "sha256"), "%s: sha256: want 64 digits, 0 to 9 and a to f", what)
	}
	if s.File != "" && (!fs.ValidPath(s.File) || strings.ContainsAny(s.File, `/\`) || s.File == ".") {
		c.errorf("evidence", c.line(s.Position, "file"), "%s: file %q: want the name of a file in the folder sources", what, s.File)
	}
	if s.File != "" && s.SHA256 == "" {
		c.warnf("evidence", c.line(s.Position, "file"), "%s: the local copy has no \"sha256\": nobody would see that it has changed", what)
	}
	c.notBeforeDate(s, "accessed", s.Accessed)
	c.notBeforeDate(s, "archived_at", s.ArchivedAt)
	if s.ArchivedURL != "" {
		c.archivedCopy(s, c.line(s.Position, "archived_url"))
	} else if s.ArchivedAt != nil {
		c.errorf("evidence", c.line(s.Position, "archived_at"), "%s: \"archived_at\" without \"archived_url\"", what)
	}
}

// notBeforeDate warns of a page that was read or copied before it was published.
func (c *checker) notBeforeDate(s *Source, member string, day *date.Date) {
	if day != nil && s.Date != nil && !s.DateNominal && *day < *s.Date {
		c.warnf("evidence", c.line(s.Position, member), "source %s: %s is %s, before its date, %s", s.ID, member, *day, *s.Date)
	}
}

// archivedCopy reports an address that names no copy, or the copy of another day or page.
func (c *checker) archivedCopy(s *Source, at Position) {
	copied, fault := parseArchived(s.ArchivedURL)
	if fault != "" {
		c.errorf("evidence", at, "source %s: archived_url: %s", s.ID, fault).hint("want the address of one copy, https://web.archive.org/web/20201125103000/https://example.org/")
		return
	}
	if copied.day != nil && s.ArchivedAt != nil && *copied.day != *s.ArchivedAt {
		c.errorf("evidence", at, "source %s: archived_at is %s, but the address of the copy says %s", s.ID, *s.ArchivedAt, *copied.day).
			hint("archives count days in UTC")
	}
	if copied.original != "" && s.URL != "" && plainAddress(copied.original) != plainAddress(s.URL) {
		c.errorf("evidence", at, "source %s: the archived copy is of %s, not of the url", s.ID, copied.original)
	}
}

var (
	languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
	sha256Hex   = regexp.MustCompile(`^[0-9a-f]{64}$`)

	// copyPath is the path of a copy whose address holds time and original, as the Wayback Machine
	// and the archives built like it have it, and archive.today.
	copyPath  = regexp.MustCompile(`^/(?:.*?/)?([0-9][0-9*.-]*)(?:[a-z]{2}_)?/(.+)$`)
	copyTime  = regexp.MustCompile(`^([0-9]{4})\.?([0-9]{2})\.?([0-9]{2})(?:-?[0-9]{2,6})?$`)
	scheme    = regexp.MustCompile(`^(?:https?:)?/*`) // archives write some with one slash
	permaPath = regexp.MustCompile(`^/[A-Za-z0-9]{4}-[A-Za-z0-9]{4}/?$`)
	shortPath = regexp.MustCompile(`^/[A-Za-z0-9]{4,8}/?$`)
)

const waybackHost = "web.archive.org"

var archiveTodayHosts = []string{"archive.today", "archive.ph", "archive.is", "archive.li", "archive.vn", "archive.md", "archive.fo"}

// archivedPage is what the address of an archived copy says.
type archivedPage struct {
	day      *date.Date // on which it was taken, nil where the address does not say
	original string     // address of the page, "" where it does not say
}

// parseArchived reads the address of an archived copy; the fault is "" if it names one.
func parseArchived(address string) (page archivedPage, fault string) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return page, "want an http or https address"
	}
	host := strings.ToLower(u.Hostname())
	rest := address[strings.Index(address, "://")+3:]
	path := strings.TrimPrefix(rest, u.Host)
	parts := copyPath.FindStringSubmatch(path)
	today := slices.Contains(archiveTodayHosts, host)
	switch {
	case host == "perma.cc":
		if !permaPath.MatchString(u.Path) {
			return page, "perma.cc names its copies like https://perma.cc/AB12-CD34"
		}
		return page, ""
	case today && shortPath.MatchString(u.Path):
		return page, ""
	case parts == nil && (today || host == waybackHost):
		return page, "it names no copy of " + host
	case parts == nil:
		return page, "" // another archive
	}
	digits := copyTime.FindStringSubmatch(parts[1])
	if digits == nil {
		if today || host == waybackHost {
			return page, parts[1] + " is no time at which a copy was taken"
		}
		return page, ""
	}
	day, err := date.Parse(digits[1] + "-" + digits[2] + "-" + digits[3])
	if err != nil {
		return page, parts[1] + " begins with a day that does not exist"
	}
	if !today && host != waybackHost && !strings.Contains(parts[2], ":/") {
		return page, "" // another archive, whose addresses are of another form
	}
	return archivedPage{day: &day, original: parts[2]}, ""
}

// plainAddress drops what addresses of one page may differ in: scheme, www., port, fragment and a
// slash at the end.
func plainAddress(address string) string {
	u, err := url.Parse("http://" + scheme.ReplaceAllString(address, ""))
	if err != nil {
		return address
	}
	plain := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") + strings.TrimRight(u.Path, "/")
	if u.RawQuery != "" {
		plain += "?" + u.RawQuery
	}
	return plain
}

// feedback reports an address that nobody can write to.
func (c *checker) feedback() {
	address := c.dataset.Feedback
	if address == "" {
		return
	}
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "mailto" || !strings.Contains(u.Opaque, "@")) && (u.Scheme != "https" || u.Host == "") {
		c.errorf("shape", c.line(Position{datasetFile, 1}, "feedback"), "feedback %q: want mailto:NAME@HOST or an https address", address)
	}
}
