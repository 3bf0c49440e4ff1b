package live

import (
	"io/fs"

	"demarc/data"
	"demarc/data/release"
)

// Releases returns the versions that were released, as the latest load found them; never nil.
func (l *Live) Releases() *release.List {
	if list := l.released.Load(); list != nil {
		return list
	}
	return &release.List{}
}

// OpenRelease reads a version, whose files have no more than so many bytes.
func (l *Live) OpenRelease(r *release.Release, most int64) (*data.Snapshot, error) {
	root := l.root.Load()
	if root == nil {
		return nil, fs.ErrNotExist
	}
	return r.Open(*root, most)
}
