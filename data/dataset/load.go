package dataset

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"

	"demarc/geo/geojson"
	"demarc/geo/jsontree"
)

// The files of a dataset directory; the regions of layer L stand in regions/L.geojson.
const (
	datasetFile     = "dataset.json"
	actorsFile      = "actors.json"
	sourcesFile     = "sources.json"
	eventsFile      = "events.json"
	controlFile     = "control.json"
	figuresFile     = "figures.json"
	retiredFile     = "retired.json"
	correctionsFile = "corrections.json"
	placesFile      = "places.geojson"
	regionsDir      = "regions"
	contextDir      = "context"
)

// Reading is a dataset as it was read, with what the check wants to know of its files.
type Reading struct {
	Dataset *Dataset

	problems []Problem      // of syntax and shape
	lines    map[textAt]int // where texts within an object stand
	broken   []string       // files that could not be read: what they hold is not missed a second time
	// undated are the *Event and *ControlPeriod of which a date could not be read, and the
	// *Coverage of which a part could not: rules about days pass them over.
	undated   map[any]bool
	zoneLines map[string]int // of the names of zones in the timeline
	rings     map[*Region]geojson.Rings

	keeping Keeping
	files   map[string]readFile // by name
}

// note remembers an item whose days are not known.
func (r *Reading) note(of any, known bool) {
	if !known {
		r.undated[of] = true
	}
}

// Load reads a dataset directory; Check of what it returns finds the problems. The error is about
// the directory itself, a file that cannot be read is a problem.
func Load(fsys fs.FS) (*Reading, error) { return LoadKeeping(fsys, Keeping{}) }

// LoadKeeping is Load of files that may have been read before; so is what it returns checked.
func LoadKeeping(fsys fs.FS, keeping Keeping) (*Reading, error) {
	if _, err := fs.Stat(fsys, "."); err != nil {
		return nil, fmt.Errorf("dataset directory: %w", err)
	}
	d, report := &Dataset{}, &report{lines: map[textAt]int{}}
	l := &loader{fsys: fsys, dataset: d, report: report, reading: &Reading{
		Dataset: d, lines: report.lines, undated: map[any]bool{}, zoneLines: map[string]int{}, rings: map[*Region]geojson.Rings{},
		keeping: keeping, files: map[string]readFile{},
	}}
	l.readDataset()
	if !slices.Contains(l.reading.broken, datasetFile) { // it names all the rest
		l.readRest()
	}
	l.reading.problems = report.problems
	return l.reading, nil
}

func (l *loader) readRest() {
	l.readActors()
	l.readSources()
	l.readEvents()
	for _, layer := range l.dataset.Layers {
		l.readRegions(layer)
	}
	for _, context := range l.dataset.Context {
		l.readContextFile(context)
	}
	l.readControl()
	l.readFigures()
	l.readRetired()
	l.readCorrections()
	l.readPlaces()
	l.strayFiles()
	l.dataset.Hash = l.hash()
	if l.size > largeSize {
		runtime.GC()
	}
}

// largeSize is the size of files in bytes from which a collection of garbage pays: the next one
// would be due only when as much again has been allocated.
const largeSize = 64 << 20

type loader struct {
	fsys    fs.FS
	size    int // of the files read so far, bytes
	reading *Reading
	dataset *Dataset
	report  *report
}

// document parses a file; nil means that a problem has been reported, or that an optional file is
// absent.
func (l *loader) document(name string, optional bool) *jsontree.Node {
	content, err := fs.ReadFile(l.fsys, name)
	if err != nil {
		if !optional || !errors.Is(err, fs.ErrNotExist) {
			l.report.errorf("file", Position{File: name}, "cannot be read: %v", withoutPath(err))
			l.reading.broken = append(l.reading.broken, name)
		}
		return nil
	}
	l.size += len(content)
	read := readFile{len(content), sha256.Sum256(content)}
	l.reading.files[name] = read
	var root *jsontree.Node
	if path.Ext(name) == ".geojson" {
		root, err = l.parseGeoJSON(content, read)
	} else {
		root, err = jsontree.Parse(content)
	}
	if err != nil {
		var syntax *jsontree.SyntaxError
		at := Position{File: name}
		message := err.Error()
		if errors.As(err, &syntax) {
			at.Line, message = syntax.Line, syntax.Message
		}
		l.report.errorf("json", at, "%s", message)
		l.reading.broken = append(l.reading.broken, name)
		return nil
	}
	l.duplicates(name, root)
	return root
}

// duplicates reports members of one object with the same name, of which readers keep only one.
func (l *loader) duplicates(file string, node *jsontree.Node) {
	first := make(map[string]int, len(node.Members))
	for _, m := range node.Members {
		if line, ok := first[m.Name]; ok {
			l.report.errorf("duplicate-key", Position{file, m.Line}, "%q stands twice in one object, first on line %d", m.Name, line)
		} else {
			first[m.Name] = m.Line
		}
		l.duplicates(file, m.Value)
	}
	for _, item := range node.Items {
		if item.Kind == jsontree.Object || item.Kind == jsontree.Array {
			l.duplicates(file, item)
		}
	}
}

// objects returns the members of the array called name in a file of the form {"name": [{...},
// ...]}.
func (l *loader) objects(file, name string, optional bool) []*object {
	root := l.document(file, optional)
	if root == nil {
		return nil
	}
	top := l.object(file, root, "file")
	list := top.objects(name)
	top.done()
	return list
}

// strayFiles warns about files that no layer names: forgetting a layer in dataset.json would
// otherwise hide it silently.
func (l *loader) strayFiles() {
	known := []string{datasetFile, actorsFile, sourcesFile, eventsFile, controlFile, figuresFile, placesFile, retiredFile, correctionsFile}
	for _, pattern := range []string{"*.json", "*.geojson"} {
		names, _ := fs.Glob(l.fsys, pattern) // the patterns are valid
		for _, name := range names {
			if !slices.Contains(known, name) && !Beside(name) {
				l.report.warnf("stray-file", Position{File: name}, "no dataset has a file of this name: it is not read").
					hint("the files are %s", strings.Join(known, ", "))
			}
		}
	}
	l.strayIn(regionsDir, func(id string) bool {
		return slices.ContainsFunc(l.dataset.Layers, func(x *RegionLayer) bool { return x.ID == id })
	})
	l.strayIn(contextDir, func(id string) bool {
		return slices.ContainsFunc(l.dataset.Context, func(x *Context) bool { return x.ID == id })
	})
}

func (l *loader) strayIn(directory string, known func(id string) bool) {
	entries, err := fs.ReadDir(l.fsys, directory)
	if err != nil {
		return
	}
	for _, entry := range entries {
		id, ok := strings.CutSuffix(entry.Name(), ".geojson")
		if !ok || !known(id) {
			l.report.warnf("stray-file", Position{File: path.Join(directory, entry.Name())}, "nothing in %s has this file", datasetFile).
				hint("list %q there, or remove the file", id)
		}
	}
}

// hash identifies the content of all files read, with their names.
func (l *loader) hash() [32]byte {
	var sums []string
	for name, file := range l.reading.files {
		sums = append(sums, fmt.Sprintf("%s %x\n", name, file.sum))
	}
	slices.Sort(sums)
	return sha256.Sum256([]byte(strings.Join(sums, "")))
}

// withoutPath drops the operation and path of a file error: the problem names the file already.
func withoutPath(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}
