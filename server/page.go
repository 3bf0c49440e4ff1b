package server

import (
	"bytes"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// contentPolicy lets the page load nothing from elsewhere and run nothing that
// is not a file of ours.
const contentPolicy = "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; " +
	"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors "

// The addresses of the map. The second one is for other people's pages, and is
// the only one they may frame.
const (
	mapPath   = "/"
	embedPath = "/embed"
)

// page serves the files of the built page from memory.
type page struct {
	files map[string]file
}

type file struct {
	contentType string
	immutable   bool // the name holds a hash of the content
	content     []byte
}

// newPage reads all files. Without an index.html a note takes its place.
func newPage(built fs.FS) page {
	p := page{files: map[string]file{}}
	if built != nil {
		err := fs.WalkDir(built, ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
				return err
			}
			content, err := fs.ReadFile(built, name)
			p.files["/"+name] = file{typeOf(name, content), strings.HasPrefix(name, "assets/"), content}
			return err
		})
		if err != nil {
			p.files = map[string]file{}
		}
	}
	index, ok := p.files["/index.html"]
	if !ok {
		index = file{contentType: "text/html; charset=utf-8", content: []byte(unbuilt)}
	}
	p.files[mapPath], p.files[embedPath] = index, index
	return p
}

func typeOf(name string, content []byte) string {
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return http.DetectContentType(content)
}

// getPage answers everything that is not a path of the API.
func (s *Server) getPage(w http.ResponseWriter, r *http.Request) {
	file, ok := s.page.files[r.URL.Path]
	if !ok {
		s.writeProblem(w, r, noSuchPath())
		return
	}
	header := w.Header()
	framedBy := "'self'"
	if r.URL.Path == embedPath {
		framedBy = "*"
	}
	header.Set("Content-Security-Policy", contentPolicy+framedBy)
	if r.URL.Path == mapPath {
		header.Set("Vary", "Accept, Accept-Encoding") // see wantsLanding
		header.Set("Link", `</?f=json>; rel="alternate"; type="application/json", </openapi.json>; rel="service-desc"; type="`+openAPI30+`"`)
	}
	if file.immutable {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	content := file.content
	if snapshot := s.live.Current(); snapshot != nil && (r.URL.Path == mapPath || r.URL.Path == embedPath) {
		var err error
		if content, err = s.page.render(content, s.pageViewOf(r, snapshot)); err != nil {
			s.writeError(w, r, err)
			return
		}
	}
	a := &answer{Buffer: *bytes.NewBuffer(content), header: header, contentType: file.contentType}
	a.send(w, r)
}

// unbuilt stands where the page would be when the program was compiled without
// it.
const unbuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>demarc</title>
<h1>demarc is running, the page is not built</h1>
<p>This program was compiled without its map page. With Node and npm at hand, run <code>make build</code>
in the project's folder and start <code>bin/demarc serve</code> again.</p>
<p>The API works: <a href="/status">/status</a>, <a href="/timeline">/timeline</a>, <a href="/tiles">/tiles</a>.</p>
</html>
`
