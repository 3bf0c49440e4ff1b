package release

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"regexp"
	"slices"
	"strconv"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo/jsontree"
)

// The files of releases in the directory of their dataset.
const (
	listFile = "versions.json"
	zipsDir  = "versions"
)

// The limits of a list.
const (
	maxListBytes = 16 << 20
	maxReleases  = 100_000
)

// Release is a version of a dataset that was released.
type Release struct {
	Version  int       `json:"version"`
	Date     date.Date `json:"date"`     // from which on it was the newest
	Snapshot string    `json:"snapshot"` // the id of its snapshot
	Message  string    `json:"message"`
	By       string    `json:"by,omitempty"`
	Summary  Summary   `json:"summary"`
	Zip      Zip       `json:"zip"`
}

// Zip says what the zip of a release is.
type Zip struct {
	SHA256   string `json:"sha256"`
	Bytes    int64  `json:"bytes"`
	Unpacked int64  `json:"unpacked"` // bytes of its files
}

// File is the name of the zip in the directory of the dataset.
func (r *Release) File() string { return fmt.Sprintf("%s/%d-%s.zip", zipsDir, r.Version, r.Snapshot) }

// String names a release in messages.
func (r *Release) String() string { return fmt.Sprintf("version %d of %s", r.Version, r.Date) }

// List is what was released, the oldest first.
type List struct {
	Releases []*Release
	Problems []dataset.Problem // of the list; what has one is not in it
}

// last returns the newest release, nil for none.
func (l *List) last() *Release {
	if l == nil || len(l.Releases) == 0 {
		return nil
	}
	return l.Releases[len(l.Releases)-1]
}

// First returns the oldest release, nil for none.
func (l *List) First() *Release {
	if l == nil || len(l.Releases) == 0 {
		return nil
	}
	return l.Releases[0]
}

// Of returns the newest release of a snapshot, nil for none.
func (l *List) Of(snapshot string) *Release {
	return l.newest(func(r *Release) bool { return r.Snapshot == snapshot })
}

// Known returns the release that was the newest on a day, nil before the first.
func (l *List) Known(day date.Date) *Release {
	return l.newest(func(r *Release) bool { return r.Date <= day })
}

// Newest asks for the newest release, whatever its number.
const Newest = "latest"

// Find returns the release that a text names: its number, its snapshot, the day on which it was the
// newest, or Newest. The error says what there is.
func (l *List) Find(text string) (*Release, error) {
	found := l.newest(func(r *Release) bool {
		return text == Newest || text == strconv.Itoa(r.Version) || text == r.Snapshot
	})
	if found != nil {
		return found, nil
	}
	if day, err := date.Parse(text); err == nil {
		if found = l.Known(day); found != nil {
			return found, nil
		}
	}
	if len(l.Problems) > 0 {
		return nil, fmt.Errorf("no version %q: %v", text, l.Problems[0])
	}
	if len(l.Releases) == 0 {
		return nil, fmt.Errorf("no version %q: none was released, which demarc release does", text)
	}
	first, last := l.First(), l.last()
	return nil, fmt.Errorf("no version %q: want a number from %d to %d, a day from %s on, %s, or the snapshot of one", text, first.Version, last.Version, first.Date, Newest)
}

func (l *List) newest(is func(*Release) bool) *Release {
	if l == nil {
		return nil
	}
	for _, r := range slices.Backward(l.Releases) {
		if is(r) {
			return r
		}
	}
	return nil
}

// Read reads the list of a dataset's directory; without one nothing was released.
func Read(root fs.FS) *List {
	content, err := readAtMost(root, listFile, maxListBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return &List{}
	}
	l := &lister{list: &List{}}
	if err != nil {
		l.problem(0, "cannot be read: %v", err)
		return l.list
	}
	tree, err := jsontree.Parse(content)
	var syntax *jsontree.SyntaxError
	if errors.As(err, &syntax) {
		l.problem(syntax.Line, "%s", syntax.Message)
		return l.list
	}
	var lines struct {
		Releases []json.RawMessage `json:"releases"`
	}
	if err := json.Unmarshal(content, &lines); err != nil {
		l.problem(1, `want {"releases": [...]}: %v`, err)
		return l.list
	}
	if len(lines.Releases) > maxReleases {
		l.problem(1, "%d releases: want at most %d", len(lines.Releases), maxReleases)
		return l.list
	}
	for i, line := range lines.Releases {
		l.add(line, lineOf(tree, i))
	}
	return l.list
}

// lineOf is the line on which a release stands.
func lineOf(tree *jsontree.Node, i int) int {
	for _, m := range tree.Members {
		if m.Name == "releases" && i < len(m.Value.Items) {
			return m.Value.Items[i].Line
		}
	}
	return 1
}

// lister makes a list.
type lister struct{ list *List }

func (l *lister) problem(line int, format string, args ...any) {
	l.list.Problems = append(l.list.Problems, dataset.Problem{
		Rule: "release", Severity: dataset.Error, File: listFile, Line: line, Message: fmt.Sprintf(format, args...),
	})
}

func (l *lister) add(content []byte, line int) {
	r := &Release{Date: date.Forever}
	if err := json.Unmarshal(content, r); err != nil {
		l.problem(line, "release: %v", err)
		return
	}
	if wrong := r.wrong(); wrong != "" {
		l.problem(line, "version %d: %s", r.Version, wrong)
		return
	}
	if last := l.list.last(); last != nil && r.Version <= last.Version {
		l.problem(line, "version %d: stands behind version %d: want them in order", r.Version, last.Version)
		return
	} else if last != nil && r.Date < last.Date {
		l.problem(line, "version %d: date %s: want none before %s, that of version %d", r.Version, r.Date, last.Date, last.Version)
		return
	}
	l.list.Releases = append(l.list.Releases, r)
}

var (
	snapshotID = regexp.MustCompile(`^[0-9a-f]{16}$`)
	hash       = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// wrong says what cannot be so, "" if all can.
func (r *Release) wrong() string {
	switch {
	case r.Version < 1 || r.Version > math.MaxInt32:
		return "want a number from 1 on"
	case r.Date == date.Forever || r.Date == date.Beginning:
		return "has no date: want YYYY-MM-DD"
	case !snapshotID.MatchString(r.Snapshot):
		return fmt.Sprintf("snapshot %q: want 16 hexadecimal digits", r.Snapshot)
	case !hash.MatchString(r.Zip.SHA256):
		return fmt.Sprintf("zip: sha256 %q: want 64 hexadecimal digits", r.Zip.SHA256)
	case r.Zip.Bytes <= 0 || r.Zip.Unpacked <= 0:
		return fmt.Sprintf("zip: %d bytes, %d unpacked: want numbers above 0", r.Zip.Bytes, r.Zip.Unpacked)
	}
	return ""
}

// readAtMost reads a file that may have no more bytes than that.
func readAtMost(root fs.FS, name string, most int64) ([]byte, error) {
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(content)) > most {
		err = fmt.Errorf("%w %d bytes", errLonger, most)
	}
	return content, err
}

var errLonger = errors.New("has more than")

// write writes a list, a line for each release.
func (l *List) write(w io.Writer) error {
	if _, err := io.WriteString(w, "{\"releases\": [\n"); err != nil {
		return err
	}
	for i, r := range l.Releases {
		line, err := json.Marshal(r)
		if err != nil {
			return err
		}
		end := ",\n"
		if i == len(l.Releases)-1 {
			end = "\n"
		}
		if _, err := fmt.Fprintf(w, "%s%s", line, end); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "]}\n")
	return err
}
