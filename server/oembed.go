package server

import (
	"cmp"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"demarc/data/dataset"
	"demarc/data/permalink"
	"demarc/geo/picture"
)

const (
	oembedPath = "/oembed"

	// The frame where no limits are given, and how long an answer may be kept, in seconds.
	frameWidth, frameHeight = 720, 480
	oembedAge               = 86400
)

// oembedDoc is an answer of the type rich, see https://oembed.com.
type oembedDoc struct {
	Version         string `json:"version"`
	Type            string `json:"type"`
	ProviderName    string `json:"provider_name"`
	ProviderURL     string `json:"provider_url"`
	Title           string `json:"title"`
	AuthorName      string `json:"author_name"`
	CacheAge        int    `json:"cache_age"`
	HTML            string `json:"html"`
	Width           int    `json:"width"`
	Height          int    `json:"height"`
	ThumbnailURL    string `json:"thumbnail_url,omitempty"`
	ThumbnailWidth  int    `json:"thumbnail_width,omitempty"`
	ThumbnailHeight int    `json:"thumbnail_height,omitempty"`
}

// getOEmbed tells programs that make embedded maps of pasted addresses how to show one of ours.
func (s *Server) getOEmbed(w http.ResponseWriter, q *request) error {
	w.Header().Set("Vary", "Accept-Language, Accept-Encoding")
	if format := cmp.Or(q.values.Get("format"), "json"); format != "json" {
		return newProblem(http.StatusNotImplemented, fmt.Sprintf("format %q is not made here", format), "format=json is")
	}
	width, err := q.most("maxwidth", frameWidth)
	if err != nil {
		return err
	}
	height, err := q.most("maxheight", frameHeight)
	if err != nil {
		return err
	}
	if !q.values.Has("maxheight") {
		height = max(width*frameHeight/frameWidth, min(width, 320))
	}
	d, prefix, parameters, err := s.mapAt(q)
	if err != nil {
		return err
	}
	q.private = d.private
	if !q.asker.sees(d) {
		return s.options.closedDataset(q.asker, d.ID)
	}
	snapshot := d.Current()
	if snapshot == nil {
		return noData()
	}
	to := q.links.of(prefix)
	view := permalink.Read(snapshot, parameters, q.languages()...)
	caption := view.Caption()
	embed := view.Embed(parameters)
	doc := oembedDoc{
		Version: "1.0", Type: "rich", ProviderName: "demarc", ProviderURL: to.to("/"),
		Title: caption.Title, AuthorName: snapshot.Dataset.Attribution, CacheAge: oembedAge, Width: width, Height: height,
		HTML: fmt.Sprintf(`<iframe src="%s" title="%s" width="%d" height="%d" style="max-width: 100%%; border: 0" loading="lazy" allow="fullscreen"></iframe>`,
			html.EscapeString(strings.TrimSuffix(to.to(embedPath)+"?"+plainQuery(embed), "?")), html.EscapeString(caption.Title), width, height),
	}
	doc.thumbnail(to, view)
	return writeJSON(w, q, doc)
}

// thumbnail adds the picture of the view, as large as the frame and no larger than a preview; none
// where that is too small to be drawn.
func (d *oembedDoc) thumbnail(to links, view permalink.View) {
	width, height := min(d.Width, permalink.PictureWidth), min(d.Height, permalink.PictureHeight)
	if width < picture.MinSide || height < picture.MinSide {
		return
	}
	parameters := view.Picture()
	parameters.Set("width", strconv.Itoa(width))
	parameters.Set("height", strconv.Itoa(height))
	d.ThumbnailURL = to.to("/export/" + dataset.ControlLayer + ".png?" + parameters.Encode())
	d.ThumbnailWidth, d.ThumbnailHeight = width, height
}

// plainQuery writes a query with commas as they are: people read and edit the code.
func plainQuery(query url.Values) string {
	return strings.NewReplacer("%2C", ",", "%3A", ":").Replace(query.Encode())
}

// most reads a limit in pixels, and returns it or the usual size, whichever is less.
func (q *request) most(name string, usual int) (int, error) {
	text, given := q.parameter(name)
	if !given || text == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, badParameter(name, fmt.Sprintf("%s %q: want a number of pixels", name, text), "")
	}
	return min(n, usual), nil
}

// mapAt finds the map that the parameter url names: its dataset, where that is served, and the
// parameters of the view. An address that is not one of our maps is not found, as the specification
// has it.
func (s *Server) mapAt(q *request) (d *hosted, prefix string, parameters url.Values, err error) {
	text, given := q.parameter("url")
	if !given || text == "" {
		return nil, "", nil, badParameter("url", "url is missing", "give the address of a map, encoded: url="+url.QueryEscape(q.links.of("").to("/")))
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, "", nil, badParameter("url", fmt.Sprintf("url %q: want the whole address of a map", text), "such as "+q.links.of("").to("/"))
	}
	noMap := notFound(fmt.Sprintf("%s is no map of this server", text), "maps are "+q.links.of("").to("/")+", /embed, and those of /datasets")
	root, err := url.Parse(q.links.root())
	if err != nil || !strings.EqualFold(u.Host, root.Host) {
		return nil, "", nil, noMap
	}
	below, ok := strings.CutPrefix(u.EscapedPath(), root.EscapedPath())
	if !ok {
		return nil, "", nil, noMap
	}
	rest, named := strings.CutPrefix(below, datasetRoot)
	id, path, _ := strings.Cut(rest, "/")
	if named {
		below = "/" + path
	}
	if below != "" && below != mapPath && below != embedPath {
		return nil, "", nil, noMap
	}
	if !named {
		return s.datasets[0], "", u.Query(), nil
	}
	d = s.dataset(id)
	switch {
	case d != nil:
		return d, datasetPath(d.ID), u.Query(), nil
	case s.options.hides(q.asker):
		q.private = true
		return nil, "", nil, s.options.closedDataset(q.asker, id)
	}
	return nil, "", nil, noMap
}

// dataset returns the one with an id as it stands in addresses; nil for none.
func (s *Server) dataset(escaped string) *hosted {
	id, err := url.PathUnescape(escaped)
	if err != nil {
		return nil
	}
	for _, d := range s.datasets {
		if d.ID == id {
			return d
		}
	}
	return nil
}
