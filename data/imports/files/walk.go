package files

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// extensions are those by which files and archives say only what they are, so that what stands
// before them is the name.
var extensions = []string{
	".gz", ".zip", ".kmz", ".shz", ".kml", ".gpkg", ".shp", ".dbf", ".fgb", ".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".csv", ".tsv",
	".topojson", ".parquet", ".geoparquet", ".xlsx", ".xlsm",
}

// parts are files that belong to one beside them, or say something about it.
var parts = []string{
	".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qpj", ".qmd", ".fbn", ".fbx", ".ain", ".aih", ".atx", ".ixs", ".mxs",
	".gpkg-wal", ".gpkg-shm", ".gpkg-journal",
}

// folder lists what lies in a folder and those in it, in the order of their names; shown is what
// stands before these.
func (s *Set) folder(ctx context.Context, fsys fs.FS, name, shown string, nested int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	entries, err := fs.ReadDir(fsys, name)
	if err != nil {
		return err
	}
	drawn := map[string]bool{} // Shapefiles that have shapes
	for _, entry := range entries {
		if extension := path.Ext(entry.Name()); strings.EqualFold(extension, ".shp") {
			drawn[strings.TrimSuffix(entry.Name(), extension)] = true
		}
	}
	for _, entry := range entries {
		base := entry.Name()
		extension := strings.ToLower(path.Ext(base))
		if strings.HasPrefix(base, ".") || base == "__MACOSX" || slices.Contains(parts, extension) || strings.HasSuffix(strings.ToLower(base), ".shp.xml") {
			continue
		}
		if extension == ".dbf" && drawn[strings.TrimSuffix(base, path.Ext(base))] {
			continue // with its shapes
		}
		if err := s.limit.file(); err != nil {
			return err
		}
		if err := s.entry(ctx, fsys, path.Join(name, base), path.Join(shown, visible(base)), nested); err != nil {
			return err
		}
	}
	return nil
}

func (s *Set) entry(ctx context.Context, fsys fs.FS, name, shown string, nested int) error {
	info, err := fs.Stat(fsys, name) // of what a link leads to
	l, onDisk := fsys.(disk)
	switch {
	case err != nil && onDisk:
		s.left(shown, "a broken link")
		return nil
	case err != nil:
		return fmt.Errorf("%s: %w: is the archive whole?", shown, err)
	}
	linked := false
	if onDisk {
		target, err := os.Lstat(l.onDisk(name))
		linked = err == nil && target.Mode()&fs.ModeSymlink != 0
	}
	switch {
	case linked && !info.IsDir() && l.leadsOut(name):
		s.left(shown, "a link that leads out of the folder")
	case info.IsDir() && unreadableFolder(shown) != "":
		s.left(shown, unreadableFolder(shown))
	case info.IsDir() && linked:
		s.left(shown, "a link to a folder")
	case info.IsDir():
		return s.folder(ctx, fsys, name, shown, nested)
	case info.Mode().IsRegular():
		_, archived := fsys.(limited)
		return s.file(ctx, File{Path: shown, fsys: fsys, name: name, kmz: archived, size: info.Size()}, nested)
	default:
		s.left(shown, "no file")
	}
	return nil
}

func (s *Set) left(shown, what string) {
	if what != "" {
		shown += " (" + what + ")"
	}
	s.Left = append(s.Left, shown)
}

// visible keeps what a name within an archive may hold from the terminal.
func visible(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return '\ufffd'
		}
		return r
	}, strings.ToValidUTF8(name, "\ufffd"))
}

// file adds a file, or what an archive holds. nested is in how many archives it lies.
func (s *Set) file(ctx context.Context, f File, nested int) error {
	in, err := s.peek(f)
	if err != nil {
		return s.of(f, err)
	}
	defer in.Close()
	archive := bytes.HasPrefix(in.start, []byte("PK\x03\x04")) || bytes.HasPrefix(in.start, []byte("PK\x05\x06"))
	gzipped := bytes.HasPrefix(in.start, []byte("\x1f\x8b"))
	if (archive || gzipped) && nested >= maxNested {
		return fmt.Errorf("%s: archives stand in each other deeper than %d: unpack it", f.Path, maxNested)
	}
	switch {
	case gzipped:
		f.gzipped++
		return s.file(ctx, f, nested+1)
	case archive:
		return s.archive(ctx, in, nested)
	case s.single:
		s.Files = append(s.Files, f)
		return nil
	}
	if row := formatOf(in); row == nil || !row.surely(in) {
		s.left(f.Path, unreadable(in))
		return nil
	}
	s.Files = append(s.Files, f)
	return nil
}

// archive lists the files of a zip, of which a workbook is one too.
func (s *Set) archive(ctx context.Context, in *input, nested int) error {
	local, err := in.local()
	if err != nil {
		return s.of(in.file, err)
	}
	file, err := os.Open(local)
	if err != nil {
		return s.of(in.file, err)
	}
	s.archives = append(s.archives, file)
	info, err := file.Stat()
	if err != nil {
		return s.of(in.file, err)
	}
	of := &ratio{}
	archive, err := zip.NewReader(packedFile{file, of}, info.Size())
	if err != nil {
		return s.of(in.file, fmt.Errorf("%w: is the file whole?", err))
	}
	of.excess = 0 // a long list of names is nothing that could be unpacked
	if len(archive.File) > s.limit.files {
		return s.of(in.file, errFiles)
	}
	for _, f := range archive.File {
		f.Name = strings.ReplaceAll(f.Name, `\`, "/") // as some programs of Windows write them
	}
	if what := document(archive); what == workbook {
		s.Files = append(s.Files, in.file)
		return nil
	} else if what != "" {
		if s.single {
			return fmt.Errorf("it is %s: want %s", what, wanted)
		}
		s.left(in.file.Path, what)
		return nil
	}
	shown := in.file.Path
	if s.single && nested == in.file.gzipped {
		shown = "" // it is all that was opened
	}
	s.single = false
	return s.folder(ctx, limited{archive, &s.limit, of}, ".", shown, nested+1)
}

const workbook = "an Excel workbook"

// document tells the documents that are zips.
func document(archive *zip.Reader) string {
	for _, f := range archive.File {
		switch {
		case f.Name == "xl/workbook.xml":
			return workbook
		case f.Name == "xl/workbook.bin":
			return "an Excel workbook in binary: save it as .xlsx"
		case strings.HasPrefix(f.Name, "word/document"):
			return "a Word document"
		case strings.HasPrefix(f.Name, "ppt/presentation"):
			return "a presentation"
		case strings.HasSuffix(f.Name, ".qgs") && !strings.Contains(f.Name, "/"):
			return "a QGIS project, which only names its files"
		case f.Name == "mimetype":
			if text := mimetype(f); strings.Contains(text, "spreadsheet") {
				return "an OpenDocument spreadsheet: save it as .xlsx or .csv"
			} else if strings.Contains(text, "opendocument") {
				return "an OpenDocument file"
			}
		}
	}
	return ""
}

func mimetype(f *zip.File) string {
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	text, _ := io.ReadAll(io.LimitReader(r, 100)) // a broken one is none
	return string(text)
}
