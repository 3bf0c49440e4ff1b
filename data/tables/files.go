package tables

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"demarc/data/dataset"
)

// FS returns files in memory as those of a directory.
func FS(files map[string][]byte) (fs.FS, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = f.Write(files[name])
		}
		if err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
}

// Load reads the dataset that the tables hold, and finds what its check says in them.
func (s *Set) Load() (*dataset.Reading, []Problem, error) {
	joined := s.Join()
	root, err := FS(joined.Files)
	if err != nil {
		return nil, nil, err
	}
	reading, err := dataset.Load(root)
	if err != nil {
		return nil, nil, err
	}
	return reading, append(joined.Problems, joined.Locate(reading.Check())...), nil
}

// Canonical returns the files of the dataset in canonical form; with problems there are none, as
// what cannot be read would be lost.
func (s *Set) Canonical() (map[string][]byte, []Problem, error) {
	joined := s.Join()
	root, err := FS(joined.Files)
	if err != nil {
		return nil, nil, err
	}
	c, err := dataset.Format(root)
	if err != nil {
		return nil, nil, err
	}
	problems := append(joined.Problems, joined.Locate(append(c.Unread, c.Lost...))...)
	if len(problems) > 0 {
		return nil, problems, nil
	}
	return c.Files, nil, nil
}

// Located returns a problem with the table in place of the file, the number of the row in place of
// the line, and the column before the message.
func (s *Set) Located(p Problem) dataset.Problem {
	found := p.Problem
	found.File, found.Line = p.Table, 0
	if rows := s.Rows[p.Table]; p.Row >= 0 && p.Row < len(rows) {
		found.Line = int(rows[p.Row].ID)
	}
	if p.Column != "" && !strings.HasPrefix(found.Message, p.Column+":") {
		found.Message = p.Column + ": " + found.Message
	}
	return found
}

// kept are the folders of a dataset directory that tell how it came to be. They stay where they
// are.
var kept = []string{"raw", "versions", "versions.json"}

// maxOthers is how much the files of a directory that are no tables may take, bytes.
const maxOthers = 64 << 20

// Others returns the files of a dataset directory that are no tables, and names those left out
// because they are large. Files and folders whose names begin with a dot, and what a directory
// keeps of how it came to be, belong to the directory.
func Others(root fs.FS, tables map[string][]byte) (others map[string][]byte, left []string, err error) {
	others = map[string][]byte{}
	size := int64(0)
	err = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		if name != "." && strings.HasPrefix(base, ".") || slices.Contains(kept, name) {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() || tables[name] != nil {
			return nil
		}
		info, err := fs.Stat(root, name)
		if err != nil || !info.Mode().IsRegular() {
			left = append(left, name)
			return nil
		}
		if size+info.Size() > maxOthers {
			left = append(left, fmt.Sprintf("%s (%d MB)", name, info.Size()>>20))
			return nil
		}
		content, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		size += int64(len(content))
		others[name] = content
		return nil
	})
	return others, left, err
}
