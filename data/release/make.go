package release

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/folder"
	"demarc/data/tables"
	"demarc/data/unfinished"
)

// Making says what is to be released.
type Making struct {
	Message string
	By      string    // who releases it; "": that is left out
	Date    date.Date // of the release
	Again   bool      // also what was released last already
	DryRun  bool      // write nothing

	step func(name string) // of tests: called before each step
}

// Made is a release that was made.
type Made struct {
	*Release
	Dataset  string            // id
	Problems []dataset.Problem // of the dataset; with errors there is no release
	Left     []string          // names of what is no file, and not in the zip
}

// SameError is the error for a dataset that was released as it is.
type SameError struct{ *Release }

func (e *SameError) Error() string {
	return fmt.Sprintf("nothing has changed since %s: it has the snapshot %s already", e.Release, e.Snapshot)
}

// ErrRejected is the error for a dataset whose check finds errors.
var ErrRejected = errors.New("not released: the check finds errors")

// Make releases the dataset of a directory as it stands. It reads the files once, so what is
// checked is what is kept.
func Make(ctx context.Context, directory string, m Making) (*Made, error) {
	root := folder.Of(directory)
	list := Read(root)
	if len(list.Problems) > 0 {
		return damaged(list)
	}
	files, left, err := contents(root)
	if err != nil {
		return nil, err
	}
	made, err := m.compose(ctx, root, list, files)
	if made != nil {
		made.Left = left
	}
	if err != nil || m.DryRun {
		return made, err
	}
	return made, m.write(ctx, directory, list, made.Release, files)
}

func damaged(list *List) (*Made, error) {
	return &Made{Problems: list.Problems}, fmt.Errorf("not released: %s is damaged: mend it, it is the list of what was released", listFile)
}

// Compose makes the next release of files, after those whose list and zips are in root, and its
// zip. It keeps neither.
func Compose(ctx context.Context, root fs.FS, files map[string][]byte, m Making) (*Made, []byte, error) {
	list := Read(root)
	if len(list.Problems) > 0 {
		made, err := damaged(list)
		return made, nil, err
	}
	made, err := m.compose(ctx, root, list, files)
	if err != nil {
		return made, nil, err
	}
	var out bytes.Buffer
	if err := pack(&out, files); err != nil {
		return made, nil, err
	}
	sum := sha256.Sum256(out.Bytes())
	made.Zip.SHA256, made.Zip.Bytes = hex.EncodeToString(sum[:]), int64(out.Len())
	if wrong := made.wrong(); wrong != "" {
		return made, nil, fmt.Errorf("version %d: %s", made.Version, wrong)
	}
	return made, out.Bytes(), nil
}

// compose checks files, and compares them with the last release.
func (m *Making) compose(ctx context.Context, root fs.FS, list *List, files map[string][]byte) (*Made, error) {
	packed, err := tables.FS(files)
	if err != nil {
		return nil, err
	}
	made := &Made{}
	var snapshot *data.Snapshot
	snapshot, made.Problems, err = data.Open(packed)
	if errors.Is(err, data.ErrRejected) {
		return made, ErrRejected
	}
	if err != nil {
		return made, err
	}
	made.Dataset = snapshot.Dataset.ID
	if err := m.fits(list, snapshot); err != nil {
		return made, err
	}
	made.Release = &Release{Version: 1, Date: m.Date, Snapshot: snapshot.ID, Message: strings.TrimSpace(m.Message), By: strings.TrimSpace(m.By)}
	if last := list.last(); last != nil {
		made.Version = last.Version + 1
	}
	now, err := versionOf(snapshot, packed)
	if err != nil {
		return nil, err
	}
	if made.Summary, err = summaryOf(ctx, root, list.last(), now); err != nil {
		return nil, err
	}
	for _, content := range files {
		made.Zip.Unpacked += int64(len(content))
	}
	return made, nil
}

// fits tells whether a snapshot can be released after what there is.
func (m *Making) fits(list *List, snapshot *data.Snapshot) error {
	last := list.last()
	switch {
	case last == nil:
		return nil
	case m.Date < last.Date:
		return fmt.Errorf("not released: %s was released on %s: want no day before it, not %s", last, last.Date, m.Date)
	case last.Snapshot == snapshot.ID && !m.Again:
		return &SameError{last}
	}
	return nil
}

// summaryOf compares with the last release. One that cannot be read does not keep the next from
// being made.
func summaryOf(ctx context.Context, root fs.FS, last *Release, now *version) (Summary, error) {
	if last == nil {
		return firstSummary(now), nil
	}
	old, err := last.version(root)
	if err != nil {
		s := firstSummary(now)
		s.Text = []string{fmt.Sprintf("%s cannot be read, so it is not said what has changed since: %v", last, err)}
		return s, nil
	}
	return summarize(ctx, last.Version, old, now)
}

func (r *Release) version(root fs.FS) (*version, error) {
	files, err := r.Files(root, MaxUnpacked)
	if err != nil {
		return nil, err
	}
	snapshot, err := r.Open(root, MaxUnpacked)
	if err != nil {
		return nil, err
	}
	return versionOf(snapshot, files)
}

// MaxUnpacked is the most that is unpacked of a version outside of a server.
const MaxUnpacked = 8 << 30

// unfinishedPrefix is what the names of files begin with that are being written.
const unfinishedPrefix = ".unfinished-"

// write writes the zip and then the list, each under its name when it is whole.
func (m *Making) write(ctx context.Context, directory string, list *List, r *Release, files map[string][]byte) error {
	zips := filepath.Join(directory, zipsDir)
	m.at("folder")
	if err := os.MkdirAll(zips, 0o755); err != nil {
		return err
	}
	m.at("sweep")
	if err := sweep(directory, list); err != nil {
		return err
	}
	sum := sha256.New()
	size := counter(0)
	err := m.file(filepath.Join(directory, filepath.FromSlash(r.File())), "zip", func(w io.Writer) error {
		return pack(io.MultiWriter(w, sum, &size), files)
	})
	if err != nil {
		return err
	}
	r.Zip.SHA256, r.Zip.Bytes = hex.EncodeToString(sum.Sum(nil)), int64(size)
	if err := ctx.Err(); err != nil {
		return err
	}
	if wrong := r.wrong(); wrong != "" {
		return fmt.Errorf("version %d: %s", r.Version, wrong)
	}
	longer := &List{Releases: append(list.Releases[:len(list.Releases):len(list.Releases)], r)}
	return m.file(filepath.Join(directory, listFile), "list", longer.write)
}

// at is called before a step.
func (m *Making) at(step string) {
	if m.step != nil {
		m.step(step)
	}
}

// file lets write fill a file beside the one of the name, whose place it takes when all of it is on
// the disk.
func (m *Making) file(name, what string, write func(io.Writer) error) error {
	m.at(what + " begins")
	f, err := os.CreateTemp(filepath.Dir(name), unfinishedPrefix+"*")
	if err != nil {
		return err
	}
	m.at(what + " is empty")
	if err := errors.Join(write(f), f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	m.at(what + " is written")
	if err := os.Rename(f.Name(), name); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	m.at(what + " has its name")
	return unfinished.SyncFolder(filepath.Dir(name))
}

// zipName are the names of our zips; files with other names are not ours.
var zipName = regexp.MustCompile(`^[0-9]+-[0-9a-f]{16}\.zip$`)

// sweep drops what a release that was broken off has left: unfinished files, and zips that no line
// of the list names.
func sweep(directory string, list *List) error {
	named := map[string]bool{}
	for _, r := range list.Releases {
		named[r.File()] = true
	}
	for _, below := range []string{".", zipsDir} {
		entries, err := os.ReadDir(filepath.Join(directory, below))
		if err != nil {
			return err
		}
		for _, entry := range entries {
			name := entry.Name()
			lost := below == zipsDir && zipName.MatchString(name) && !named[zipsDir+"/"+name]
			if lost || strings.HasPrefix(name, unfinishedPrefix) {
				if err := os.Remove(filepath.Join(directory, below, name)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// counter counts the bytes written.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
