package server

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/andybalholm/brotli"
)

// contentPolicy lets the page load and run nothing but files of ours, WebAssembly among them.
const contentPolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:; " +
	"worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors "

// The addresses of the map. Pages of others may frame the second one alone.
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
	packed      bool // the content is that with brotli
	content     []byte
}

// packedExtension ends the name of a file of the page that was built with brotli: it answers under
// the name without.
const packedExtension = ".br"

// newPage reads all files. Without an index.html a note takes its place.
func newPage(built fs.FS) page {
	p := page{files: map[string]file{}}
	if built != nil {
		err := fs.WalkDir(built, ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
				return err
			}
			content, err := fs.ReadFile(built, name)
			plain, packed := strings.CutSuffix(name, packedExtension)
			p.files["/"+plain] = file{typeOf(plain, content), strings.HasPrefix(name, "assets/"), packed, content}
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
	if embed, ok := p.files["/embed.html"]; ok {
		p.files[embedPath] = embed
	}
	return p
}

func typeOf(name string, content []byte) string {
	return cmp.Or(mime.TypeByExtension(path.Ext(name)), http.DetectContentType(content))
}

// getRoot answers with the map or, see wantsLanding, with the landing page of the API.
func (s *Server) getRoot(w http.ResponseWriter, q *request) error {
	w.Header().Set("Vary", "Accept, Accept-Language, Accept-Encoding")
	if !q.bound() && !q.wantsLanding() {
		w.Header().Set("Link", fmt.Sprintf(`<%s>; rel="alternate"; type="application/json", <%s>; rel="service-desc"; type="%s"`,
			q.links.local("/?f=json"), q.links.local("/openapi.json"), openAPI30))
		return s.writePage(w, q, mapPath, "'self'")
	}
	if q.snapshot == nil {
		return noData()
	}
	if err := q.refuseUnknown(q.route.names); err != nil {
		return err
	}
	return s.getLanding(w, q)
}

func (s *Server) getEmbed(w http.ResponseWriter, q *request) error {
	w.Header().Set("Vary", "Accept-Language, Accept-Encoding")
	return s.writePage(w, q, embedPath, "*")
}

// writePage answers with the page and the view in the address in words.
func (s *Server) writePage(w http.ResponseWriter, q *request, path, framedBy string) error {
	file := s.page.files[path]
	content := bytes.ReplaceAll(file.content, []byte(`="./`), []byte(`="./`+q.links.toRoot()))
	if len(s.datasets) > 1 { // also where this one was never accepted
		content = bytes.Replace(content, []byte("</head>"), []byte(`<link rel="up" type="application/json" href="`+q.links.toRoot()+`datasets?f=json"></head>`), 1)
	}
	if len(q.releases().Releases) > 0 {
		content = bytes.Replace(content, []byte("</head>"), []byte(`<link rel="version-history" type="application/json" href="versions?f=json"></head>`), 1)
	}
	content = s.options.Basemap.tell(content, q.links.toRoot())
	if q.snapshot != nil {
		if _, known := q.parameter(knownParameter); known {
			if err := s.mayKnow(q, q.store.hosted); err != nil {
				return err // so that a browser asks who its user is
			}
		}
		note, err := s.knownPage(q)
		view := s.pageView(q)
		view.Known = note
		if path == embedPath { // which search engines do not list
			view.Dataset = ""
		}
		if err != nil {
			view.Known = whyNotKnown(err)
			view.Title = err.Error() + " · " + view.Title
		}
		if content, err = s.page.render(content, view); err != nil {
			return err
		}
		w.Header().Set("Content-Language", view.Lang)
	}
	w.Header().Set("Content-Security-Policy", s.options.Basemap.policy(contentPolicy)+framedBy)
	return writeDocument(w, q, file.contentType, content)
}

// knownPage lets the release answer that the address of the page asks for, and says which it is.
// With an error there is none: the page shows what is known now, and says so.
func (s *Server) knownPage(q *request) (string, error) {
	value, given := q.parameter(knownParameter)
	if !given {
		return "", nil
	}
	r, err := s.releaseOn(q, q.store.hosted, knownParameter, value)
	if err != nil {
		return "", err
	}
	current, links := q.snapshot, q.links
	err = s.openRelease(q, r)
	q.links = links // the page stays where it is, and asks for the day itself
	delete(q.vars, "snapshot")
	if err != nil {
		q.snapshot, q.release = current, nil
		return "", err
	}
	return fmt.Sprintf("As known on %s (%s)", value, r), nil
}

// whyNotKnown says what an answer in JSON says of an error, and what is shown in its place.
func whyNotKnown(err error) string {
	said := err.Error()
	var p *problem
	if errors.As(err, &p) && p.Hint != "" {
		said += "; " + p.Hint
	}
	return said + ". This is what is known now."
}

// getFile answers with a file of the page.
func (s *Server) getFile(w http.ResponseWriter, q *request) error {
	if q.URL.Path == q.store.prefix {
		redirectInto(w, q.Request)
		return nil
	}
	file, ok := s.page.files[strings.TrimPrefix(q.URL.Path, q.store.prefix)]
	if !ok {
		if clean := cleanPath(q.URL.EscapedPath()); clean != q.URL.EscapedPath() {
			http.Redirect(w, q.Request, s.options.mount(q.Request)+clean+searchOf(q.Request), http.StatusMovedPermanently)
			return nil
		}
		return noSuchPath()
	}
	w.Header().Set("Content-Security-Policy", s.options.Basemap.policy(contentPolicy)+"'self'")
	if file.immutable {
		w.Header().Set("Cache-Control", neverChanges)
	}
	if file.packed {
		return writePacked(w, q, file)
	}
	return writeDocument(w, q, file.contentType, file.content)
}

// writePacked answers with a file that was built with brotli, as it is wherever the client takes it
// so.
func writePacked(w http.ResponseWriter, q *request, f file) error {
	if c := negotiate(q.Request, []coding{brotlied}); c == brotlied {
		sum := sha256.Sum256(f.content)
		if !has(w, q.Request, tagOf(sum[:], c)) {
			send(w, f.contentType, c, f.content)
		}
		return nil
	}
	plain, err := io.ReadAll(brotli.NewReader(bytes.NewReader(f.content)))
	if err != nil {
		return err
	}
	return writeDocument(w, q, f.contentType, plain)
}

// redirectInto leads to the same path with a slash at its end. The address is relative, so it holds
// below whatever path a proxy serves us.
func redirectInto(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Location", path.Base(r.URL.EscapedPath())+"/"+searchOf(r))
	w.WriteHeader(http.StatusMovedPermanently)
}

// cleanPath returns a path without empty steps and steps back, as mux.Router does.
func cleanPath(p string) string {
	clean := path.Clean("/" + p)
	if strings.HasSuffix(p, "/") && clean != "/" {
		clean += "/"
	}
	return clean
}

// unbuilt takes the place of the page in a program compiled without it.
const unbuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>demarc</title>
<h1>demarc is running, the page is not built</h1>
<p>This program was compiled without its map page. With Node and npm at hand, run <code>make build</code>
in the project's folder and start <code>bin/demarc serve</code> again.</p>
<p>The API works: <a href="status">/status</a>, <a href="timeline">/timeline</a>, <a href="tiles">/tiles</a>.</p>
</html>
`
