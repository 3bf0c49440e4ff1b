package server

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Basemap is what lies below all maps of the page in place of the world that the program has. The
// zero value is that world.
type Basemap struct {
	None bool // nothing lies below, also in pictures: for lands that are nowhere
	// Address is that of a host of raster tiles with {z}, {x} and {y}, or of an archive of them,
	// whose parts are asked for.
	Address     string
	Attribution string // text
	Archive     *BasemapArchive
}

// BasemapArchive is an archive of raster tiles that the server has itself.
type BasemapArchive struct {
	io.ReaderAt
	Bytes    int64
	Modified time.Time
}

// pmtilesExtension ends the name of an archive of tiles.
const pmtilesExtension = ".pmtiles"

// basemapPath is where the page has the archive of the server.
const basemapPath = "/basemap" + pmtilesExtension

// IsBasemapFile says whether a text names a file rather than an address.
func IsBasemapFile(text string) bool {
	return !strings.Contains(text, ":/") && strings.HasSuffix(strings.ToLower(text), pmtilesExtension)
}

// CheckBasemap says what is wrong with the address of a base map.
func CheckBasemap(address string) error {
	const want = "want https://tiles.example.org/{z}/{x}/{y}.png, https://example.org/map.pmtiles, a file map.pmtiles, or none"
	at, err := url.Parse(strings.NewReplacer("{z}", "0", "{x}", "0", "{y}", "0").Replace(address))
	switch {
	case strings.ContainsAny(address, " \t\r\n\"'<>;,\\"):
		return fmt.Errorf("it has blanks, quotes or signs that no address has: %s", want)
	case strings.Contains(hostOf(address), "{"):
		return errors.New("its host is not one: name one, such as a.tiles.example.org for {s}.tiles.example.org, so that browsers may ask that one alone")
	case err != nil || (at.Scheme != "https" && at.Scheme != "http") || at.Hostname() == "":
		return fmt.Errorf("this is no address of a web server: %s", want)
	case strings.Contains(at.Host, "*"):
		return errors.New("its host is not one: name one, so that browsers may ask that one alone")
	case at.User != nil:
		return fmt.Errorf("it has the name of a user, which all readers would see: %s", want)
	case strings.HasSuffix(strings.ToLower(at.Path), pmtilesExtension):
		return nil
	case strings.ContainsAny(at.Path+at.RawQuery+at.Fragment, "{}"):
		return fmt.Errorf("it may hold {z}, {x} and {y}, and nothing else in braces: %s", want)
	}
	for _, part := range []string{"{z}", "{x}", "{y}"} {
		if strings.Count(address, part) != 1 {
			return fmt.Errorf("%s does not stand in it once: %s", part, want)
		}
	}
	return nil
}

// hostOf is what stands between the scheme of an address and its path.
func hostOf(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// inParts says whether it is an archive.
func (b Basemap) inParts() bool { return b.Archive != nil || !strings.Contains(b.Address, "{z}") }

// policy is what a page is allowed beside contentPolicy: the one host, and only to show what it
// has, or to read parts of an archive.
func (b Basemap) policy(policy string) string {
	at, err := url.Parse(b.Address)
	if b.Address == "" || err != nil {
		return policy
	}
	origin := at.Scheme + "://" + at.Host
	if b.inParts() {
		return strings.Replace(policy, "worker-src", "connect-src 'self' "+origin+"; worker-src", 1)
	}
	return strings.Replace(policy, "img-src 'self'", "img-src 'self' "+origin, 1)
}

// tell writes into the head of the page what lies below its map; toRoot leads from the page to the
// files of the server.
func (b Basemap) tell(content []byte, toRoot string) []byte {
	address := b.Address
	switch {
	case b.None:
		address = "none"
	case b.Archive != nil:
		address = "./" + toRoot + strings.TrimPrefix(basemapPath, "/")
	case address == "":
		return content
	}
	form := ""
	if !b.None && b.inParts() {
		form = ` data-form="pmtiles"`
	}
	line := `<meta name="basemap" content="` + html.EscapeString(address) + `"` + form + ` data-attribution="` + html.EscapeString(b.Attribution) + `">`
	return bytes.Replace(content, []byte("</head>"), []byte(line+"</head>"), 1)
}

// getBasemap answers with the archive of the server, or parts of it.
func (s *Server) getBasemap(w http.ResponseWriter, q *request) error {
	archive := s.options.Basemap.Archive
	if archive == nil {
		return noSuchPath()
	}
	setLines(w.Header(), "Content-Type", "application/vnd.pmtiles", "Cache-Control", "no-cache")
	http.ServeContent(w, q.Request, "", archive.Modified, io.NewSectionReader(archive, 0, archive.Bytes))
	return nil
}
