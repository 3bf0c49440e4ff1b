package dataset

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"

	"demarc/data/date"
)

// copiesDir holds local copies of sources.
const copiesDir = "sources"

// SourcesReport is what is known of the evidence of a dataset's sources without asking anybody.
type SourcesReport struct {
	Sources  int       `json:"sources"`
	Verified int       `json:"verified_copies"` // local copies that are what they were
	Archived int       `json:"archived"`        // sources with the address of an archived copy
	Problems []Problem `json:"problems"`
}

// VerifySources compares local copies with their checksums and archived copies with their
// originals, and lists what sources lack and links that were last read before a day. The error is
// about the directory itself.
func VerifySources(fsys fs.FS, before date.Date) (*SourcesReport, error) {
	reading, err := Load(fsys)
	if err != nil {
		return nil, err
	}
	c := &checker{report: &report{lines: reading.lines}, reading: reading, dataset: reading.Dataset}
	for _, p := range reading.problems {
		if p.File == sourcesFile {
			c.problems = append(c.problems, p)
		}
	}
	result := &SourcesReport{Sources: len(c.dataset.Sources)}
	cited := map[string]bool{}
	for _, s := range c.dataset.Sources {
		c.evidence(s)
		c.gaps(s, before)
		if s.ArchivedURL != "" {
			result.Archived++
		}
		if s.File != "" {
			cited[s.File] = true
			if c.localCopy(fsys, s) {
				result.Verified++
			}
		}
	}
	c.uncited(fsys, cited)
	result.Problems = append([]Problem{}, c.sorted()...)
	return result, nil
}

// gaps lists what would have to be looked up to check a source.
func (c *checker) gaps(s *Source, before date.Date) {
	what := "source " + s.ID
	switch {
	case s.URL == "" && s.File == "" && s.Locator == "":
		c.warnf("no-url", s.Position, "%s: has neither a url nor a local copy nor a locator", what)
	case s.URL == "":
	case s.ArchivedURL == "" && s.File == "":
		c.warnf("no-archive", s.Position, "%s: has no archived or local copy: when the link is gone, so is the evidence", what)
	}
	if s.URL != "" && s.Accessed == nil {
		c.warnf("no-access-day", s.Position, "%s: does not say when the url was read", what)
	}
	if s.Date == nil {
		c.warnf("no-date", s.Position, "%s: has no date", what)
	}
	if s.URL != "" && s.Accessed != nil && *s.Accessed < before {
		c.warnf("old-link", c.line(s.Position, "accessed"), "%s: the url was last read on %s", what, *s.Accessed)
	}
}

// localCopy tells whether a local copy is there and has its checksum.
func (c *checker) localCopy(fsys fs.FS, s *Source) bool {
	name, at := path.Join(copiesDir, s.File), c.line(s.Position, "file")
	if !fs.ValidPath(s.File) || path.Base(s.File) != s.File {
		return false // reported as evidence
	}
	file, err := fsys.Open(name)
	if err != nil {
		c.errorf("copy", at, "source %s: %s: %v", s.ID, name, withoutPath(err))
		return false
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		c.errorf("copy", at, "source %s: %s: %v", s.ID, name, withoutPath(err))
		return false
	}
	found := hex.EncodeToString(sum.Sum(nil))
	if s.SHA256 == "" {
		return false // warned of as evidence
	}
	if found != s.SHA256 {
		c.errorf("copy", at, "source %s: %s has changed: its sha256 is %s", s.ID, name, found)
	}
	return found == s.SHA256
}

// uncited warns of local copies that no source names.
func (c *checker) uncited(fsys fs.FS, cited map[string]bool) {
	entries, err := fs.ReadDir(fsys, copiesDir)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			c.errorf("copy", Position{File: copiesDir}, "cannot be read: %v", withoutPath(err))
		}
		return
	}
	for _, entry := range entries {
		if !cited[entry.Name()] {
			c.warnf("copy", Position{File: path.Join(copiesDir, entry.Name())}, "no source names this file")
		}
	}
}

// ByRule counts the problems by their rules, in the order of the alphabet.
func (r *SourcesReport) ByRule() (rules []string, count map[string]int) {
	count = map[string]int{}
	for _, p := range r.Problems {
		count[p.Rule]++
	}
	return slices.Sorted(maps.Keys(count)), count
}
