package server_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/export"
	"demarc/data/imports"
	"demarc/data/testdata"
)

// memberRow says of members of the format how they go through each way: by a probe, or why not.
//
//	load      read, and is, of the fixture
//	check     fault is refused by its rule
//	snapshot  says stands in the JSON of what ask returns
//	API       says stands in the answer of path, too, or answers does
//	page      the test of the page in a browser with this title looks at it
//	fmt       kept stands in the file as it is written
//	FORMAT    file stands in the layer that is exported in the format
//	import    came is read out of the dataset that is made of such a file
type memberRow struct {
	members string // rows of memberDocs, or a way of writing them in quotes
	olden   bool   // stands in the fixture of ancient years, not in the isles
	read    func(*dataset.Dataset) any
	is      string
	fault   fault
	ask     func(*data.Snapshot) any
	says    string
	path    string
	answers string // "": says
	page    string
	kept    fileText
	file    exported
	other   map[string]exported // in place of file, by format
	came    func(*dataset.Dataset) any
	want    string
	not     map[string]string // by way or format, "files" for all formats: why not
}

type fault struct{ file, old, new, rule string }

type fileText struct{ file, text string }

// exported is what a layer shows of a member: a column, and a text among its values.
type exported struct{ layer, column, text string }

// tables are the formats that hold any table; the others are pictures, tiles, and a way to a layer.
var tables = []string{
	"geojson", "jsonfg", "geojsonseq", "geojsonl", "csv", "flatgeobuf", "parquet", "topojson", "shapefile", "kml", "kmz", "gpkg",
}

// Why formats that are no tables lack members, unless a row says otherwise.
var noTable = map[string]string{
	"png":     "the same drawing as svg",
	"gif":     "the pictures of png, one after the other",
	"svg":     "draws zones, controllers, claimants, doubt and shapes of a day, and no columns",
	"pmtiles": "tiles carry what a map draws, and own columns that ask for it",
	"qlr":     "points to a layer, whose fields the program asks for",
}

// Every member of format 2 goes through load, check, snapshot, API, page, every export, import and
// fmt; where it does not, the table says why.
func TestMembersGoEveryWay(t *testing.T) {
	isles, ancient := setOut(t, testdata.Isles()), setOut(t, testdata.Olden())
	for _, row := range memberRows {
		t.Run(row.members, func(t *testing.T) {
			of := isles
			if row.olden {
				of = ancient
			}
			row.loaded(t, of.snapshot)
			row.checked(t, of.files)
			row.answered(t, of)
			row.onPage(t)
			row.written(t, of.files)
			row.exports(t, of)
		})
	}
}

// journey is a dataset under way; files are made and read once for all rows.
type journey struct {
	files    fs.FS
	snapshot *data.Snapshot
	handler  http.Handler
	exported map[string][]byte           // by layer and format
	imported map[string]*dataset.Dataset // nil: cannot be read
}

func setOut(t *testing.T, files fs.FS) *journey {
	t.Helper()
	s, problems, err := data.Open(files)
	if err != nil {
		t.Fatal(err, problems)
	}
	return &journey{files, s, handlerOf(t, files), map[string][]byte{}, map[string]*dataset.Dataset{}}
}

// skip tells whether the row says why this way is not gone. Each way has either a probe or a
// reason.
func (row memberRow) skip(t *testing.T, way string, probed bool) bool {
	t.Helper()
	reason := row.not[way]
	if (reason == "") != probed {
		t.Errorf("%s: want a probe or the reason why not, got probe %t and reason %q", way, probed, reason)
	}
	return !probed
}

func (row memberRow) loaded(t *testing.T, s *data.Snapshot) {
	if row.skip(t, "load", row.read != nil) {
		return
	}
	if got := fmt.Sprint(row.read(s.Dataset)); got != row.is {
		t.Errorf("load: got %s, want %s", got, row.is)
	}
}

func (row memberRow) checked(t *testing.T, fixture fs.FS) {
	f := row.fault
	if row.skip(t, "check", f.file != "") {
		return
	}
	problems, err := dataset.CheckFiles(testdata.With(t, fixture, f.file, f.old, f.new, 1))
	if err != nil || !slices.ContainsFunc(problems, func(p dataset.Problem) bool { return p.Rule == f.rule && p.Severity == dataset.Error }) {
		t.Errorf("check: %s in %s: got %v, want an error of the rule %s; %v", f.new, f.file, problems, f.rule, err)
	}
}

func (row memberRow) answered(t *testing.T, of *journey) {
	if !row.skip(t, "snapshot", row.ask != nil) {
		var out bytes.Buffer
		encoder := json.NewEncoder(&out)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(row.ask(of.snapshot)); err != nil || !strings.Contains(out.String(), row.says) {
			t.Errorf("snapshot: got %.3000s, want %s; %v", &out, row.says, err)
		}
	}
	if row.skip(t, "API", row.path != "") {
		return
	}
	want := row.answers
	if want == "" {
		want = row.says
	}
	if w := get(t, of.handler, row.path); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
		t.Errorf("GET %s: got %d %.3000s, want %s", row.path, w.Code, w.Body, want)
	}
}

var testTitle = regexp.MustCompile(`(?m)^\s*it(?:\.each\([^\n]*)?\('([^\n']*)',`)

// onPage looks whether the tests in a browser have the one that the row names.
func (row memberRow) onPage(t *testing.T) {
	if row.skip(t, "page", row.page != "") {
		return
	}
	files, err := filepath.Glob("../web/test/*.browser.test.ts")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d files of tests in a browser, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, title := range testTitle.FindAllStringSubmatch(string(text), -1) {
			if title[1] == row.page {
				return
			}
		}
	}
	t.Errorf("page: no test in a browser is called %q", row.page)
}

func (row memberRow) written(t *testing.T, fixture fs.FS) {
	if row.skip(t, "fmt", row.kept.file != "") {
		return
	}
	canonical, err := dataset.Format(fixture)
	if err != nil || len(canonical.Unread)+len(canonical.Lost) > 0 {
		t.Fatalf("fmt: %v, %v, %v", canonical.Unread, canonical.Lost, err)
	}
	if text := canonical.Files[row.kept.file]; !bytes.Contains(text, []byte(row.kept.text)) {
		t.Errorf("fmt: %s lacks %s", row.kept.file, row.kept.text)
	}
}

func (row memberRow) exports(t *testing.T, of *journey) {
	for _, format := range export.Formats {
		want, other := row.other[format.Name]
		reason := noTable[format.Name]
		if slices.Contains(tables, format.Name) {
			reason = row.not["files"]
			if !other && row.file.layer != "" && row.not[format.Name] == "" {
				want, other = row.file, true
			}
		}
		if reason == "" {
			reason = row.not[format.Name]
		}
		if !other && reason == "" {
			t.Errorf("%s: want a probe or the reason why not", format.Name)
		}
		if !other {
			continue
		}
		content := of.exportedAs(t, want.layer, format)
		if !bytes.Contains(content, []byte(want.text)) && format.Name != "parquet" { // which packs values
			t.Errorf("%s: the layer %s lacks %q", format.Name, want.layer, want.text)
		}
		column := want.column
		if format.Name == "shapefile" {
			column = column[:min(len(column), 6)] // names are cut to ten letters
		}
		if !bytes.Contains(content, []byte(column)) {
			t.Errorf("%s: the layer %s lacks the column %s", format.Name, want.layer, column)
		}
		if slices.Contains(tables, format.Name) {
			row.imports(t, of, want.layer, format)
		}
	}
	row.skip(t, "import", row.came != nil)
}

// imports makes a dataset of the file and looks for the member there.
func (row memberRow) imports(t *testing.T, of *journey, layer string, format export.Format) {
	if row.came == nil || row.not["import "+format.Name] != "" {
		return
	}
	d := of.importedFrom(t, layer, format)
	if d == nil {
		if slices.Contains([]string{"parquet", "topojson"}, format.Name) {
			return // demarc import has no reader of these
		}
		t.Errorf("import %s: not read", format.Name)
		return
	}
	if got := fmt.Sprint(row.came(d)); got != row.want {
		t.Errorf("import %s: got %s, want %s", format.Name, got, row.want)
	}
}

// write returns the file of a layer of all days, of a day in the quarrel in formats that hold one.
func (of *journey) write(t *testing.T, layer string, format export.Format) []byte {
	t.Helper()
	var out bytes.Buffer
	job := export.Job{Snapshot: of.snapshot, Layer: layer, Selection: data.Selection{During: date.Always}, Context: context.Background()}
	if !slices.Contains(tables, format.Name) {
		day := date.On(1972, 8, 20)
		job.Selection.During = date.Interval{From: day, To: day + 1}
	}
	if err := format.Write(&out, job); err != nil {
		t.Fatalf("%s as %s: %v", layer, format.Name, err)
	}
	return out.Bytes()
}

// exportedAs returns the file with what is packed in it taken out.
func (of *journey) exportedAs(t *testing.T, layer string, format export.Format) []byte {
	t.Helper()
	if content := of.exported[layer+" "+format.Name]; content != nil {
		return content
	}
	content := of.write(t, layer, format)
	packed := content
	if archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content))); err == nil {
		for _, entry := range archive.File {
			file, err := entry.Open()
			if err != nil {
				t.Fatal(err)
			}
			text, _ := io.ReadAll(file)
			content = append(content, text...)
		}
	}
	for at := 0; format.Name == "pmtiles" && at < len(packed); at++ {
		if reader, err := gzip.NewReader(bytes.NewReader(packed[at:])); err == nil {
			reader.Multistream(false)
			text, _ := io.ReadAll(reader)
			content = append(content, text...)
		}
	}
	of.exported[layer+" "+format.Name] = content
	return content
}

// importedFrom returns the dataset that is made of a layer in a format, nil if it cannot be read.
func (of *journey) importedFrom(t *testing.T, layer string, format export.Format) *dataset.Dataset {
	t.Helper()
	key := layer + " " + format.Name
	if d, known := of.imported[key]; known {
		return d
	}
	of.imported[key] = nil
	directory := t.TempDir()
	file := filepath.Join(directory, layer+"."+format.Extension)
	if err := os.WriteFile(file, of.write(t, layer, format), 0o666); err != nil {
		t.Fatal(err)
	}
	covers := of.snapshot.Dataset.Covers.Interval()
	made := filepath.Join(directory, "made")
	options := imports.Options{Language: "en", End: imports.Exclusive, Covers: &covers}
	if layer == "all" {
		options.Table = "control"
	}
	if _, err := imports.Import(context.Background(), file, made, options); err != nil {
		t.Logf("import %s: %v", format.Name, err)
		return nil
	}
	reading, err := dataset.Load(os.DirFS(made))
	if err != nil {
		t.Fatal(err)
	}
	of.imported[key] = reading.Dataset
	return reading.Dataset
}

// A member that is added to the format wants a row, or, if it is none of format 2, a word in the
// list of the others.
func TestEveryMemberHasARow(t *testing.T) {
	told := map[string]int{}
	for _, row := range memberRows {
		if strings.HasPrefix(row.members, `"`) {
			continue
		}
		for name := range strings.FieldsSeq(row.members) {
			told[name]++
		}
	}
	for of, names := range membersOfFormat1 {
		for name := range strings.FieldsSeq(names) {
			told[of+"."+name]++
		}
	}
	known := map[string]bool{}
	for _, name := range membersInSchemas(t) {
		known[name] = true
		if strings.HasSuffix(name, ".review") {
			name = "*.review"
			known[name] = true
		}
		if told[name] == 0 {
			t.Errorf("no row tells how %s goes", name)
		}
	}
	for name, times := range told {
		if !known[name] {
			t.Errorf("%s is no member", name)
		}
		if times > 1 {
			t.Errorf("%s has %d rows", name, times)
		}
	}
}

// membersInSchemas lists the members of all objects of all files, as Object.member.
func membersInSchemas(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, file := range dataset.SchemaFiles() {
		text, err := dataset.Schema(file)
		if err != nil {
			t.Fatal(err)
		}
		type object struct{ Properties map[string]any }
		var schema struct {
			object
			Defs map[string]object `json:"$defs"`
		}
		if err := json.Unmarshal(text, &schema); err != nil {
			t.Fatal(err)
		}
		if file == "dataset.json" {
			schema.Defs["Dataset"] = schema.object
		}
		for of, def := range schema.Defs {
			for name := range def.Properties {
				all = append(all, of+"."+name)
			}
		}
	}
	return all
}

// membersOfFormat1 are those that format 1 had, which the tests of each package know.
var membersOfFormat1 = map[string]string{
	"Actor":          "code color id kind names short sources valid_from valid_to",
	"Claim":          "controller patrolled_by status",
	"Context":        "id kind title",
	"ContextFeature": "kind names",
	"ControlPeriod":  "acquired_by claims confidence controller event from patrolled_by sources status to viewpoints",
	"Coverage":       "extent from to",
	"Dataset":        "attribution context control_layer covers de_jure description id languages layers licence licence_url overlay_layers perspectives statuses title version view viewpoints",
	"DeJure":         "regions sources text",
	"Event":          "claimed claims confidence confirmed date day details from_actor id kind place planned point regions single_sided sources summary title to_actor undrawn_zones zones",
	"Figure":         "as_of claimed_by confidence id region sources unit value what zone",
	"Perspective":    "id names",
	"Place":          "names precision rank region role sources",
	"Region":         "admin_from admin_to alt_names areas confidence de_jure_state kind names parent population precision_m regions source sources valid_from valid_to",
	"RegionArea":     "as_of km2 source",
	"RegionFigure":   "as_of source value",
	"RegionLayer":    "as_drawn description id kind outline partition precision_m title",
	"Source":         "date date_nominal id mirror perspective publisher title url verified",
	"Statement":      "by date",
	"Status":         "id names pattern",
	"View":           "center date zoom",
	"Viewpoint":      "id names",
}
