package dataset

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"reflect"
	"slices"

	"demarc/geo/geojson"
	"demarc/geo/jsontree"
)

// Store keeps blobs by key from one run of the program to the next. It is an interface as fs.FS is
// one: what reads datasets runs without files.
type Store interface {
	// Get returns the blob that was put under the key by this very program, nil if it is not there
	// to the last bit. It is not changed from then on.
	Get(key string) []byte
	// Put keeps what write writes; whether it could is the business of the store.
	Put(key string, write func(io.Writer) error)
}

// Keeping says where what is costly to make of files is kept. Keys are made of the files' content,
// so that nothing which was kept of other files is ever taken for theirs: sizes and times tell
// less, since copies, clocks and version control set times as they like, and to read and hash a
// file costs a fraction of what is saved. The zero value keeps nothing.
type Keeping struct {
	Store Store
	Least int // bytes of files, below which they are made anew as fast
}

// Blob is where one thing is kept. The zero value is nowhere.
type Blob struct {
	store Store
	key   string
}

func (k Keeping) blob(size int, kind string, sum [sha256.Size]byte) Blob {
	if k.Store == nil || size < k.Least {
		return Blob{}
	}
	return Blob{k.Store, fmt.Sprintf("%s %x", kind, sum)}
}

// Get returns what is kept, nil for nothing.
func (b Blob) Get() []byte {
	if b.store == nil {
		return nil
	}
	return b.store.Get(b.key)
}

// Put keeps what write writes.
func (b Blob) Put(write func(io.Writer) error) {
	if b.store != nil {
		b.store.Put(b.key, write)
	}
}

// LayerBlob is where what a kind of index is made of, the regions of a layer, has it kept.
func (r *Reading) LayerBlob(kind string, layer *RegionLayer) Blob {
	file := path.Join(regionsDir, layer.ID+".geojson")
	sum, of := r.files[file], r.files[datasetFile] // which says what kind of regions they are
	return r.keeping.blob(sum.size, kind, sha256.Sum256(slices.Concat(of.sum[:], sum.sum[:], []byte(file))))
}

// readFile is a file as it was read.
type readFile struct {
	size int
	sum  [sha256.Size]byte
}

// parseGeoJSON parses a file, or takes it as it was parsed before.
func (l *loader) parseGeoJSON(content []byte, of readFile) (*jsontree.Node, error) {
	blob := l.reading.keeping.blob(of.size, "geojson", of.sum)
	if blob == (Blob{}) {
		return geojson.Parse(content)
	}
	if packed := blob.Get(); packed != nil {
		if root, err := geojson.ParsePacked(packed); err == nil {
			return root, nil
		}
	}
	root, packed, err := geojson.ParsePacking(content)
	if packed != nil {
		blob.Put(func(w io.Writer) error {
			_, err := w.Write(packed)
			return err
		})
	}
	return root, err
}

// checkFormat is the format of kept findings; a change of Problem changes it.
const checkFormat = "check 1"

// findings returns what the check finds beside what was met when the files were read. It is kept of
// files without errors, as only these are served: all of it follows from their content.
func (r *Reading) findings() []Problem {
	size := 0
	for _, file := range r.files {
		size += file.size
	}
	if Errors(r.problems) > 0 {
		return r.find()
	}
	blob := r.keeping.blob(size, checkFormat, r.Dataset.Hash)
	if found, err := readProblems(blob.Get()); err == nil {
		return found
	}
	found := r.find()
	if blob == (Blob{}) || Errors(found) > 0 {
		return found
	}
	text, err := json.Marshal(found)
	if err != nil {
		return found
	}
	if again, err := readProblems(text); err == nil && reflect.DeepEqual(again, found) {
		blob.Put(func(w io.Writer) error {
			_, err := w.Write(text)
			return err
		})
	}
	return found
}

func readProblems(text []byte) (found []Problem, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return found, decoder.Decode(&found)
}
