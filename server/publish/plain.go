package publish

import (
	"bytes"
	"encoding/json"
	"html"
	"regexp"
)

// pageStyle is that of pages which are text alone.
const pageStyle = `<style>:root{color-scheme:light dark;font-family:system-ui,sans-serif}body{max-width:1100px;margin:0 auto;padding:16px}` +
	`img{display:block;width:100%;height:auto}table{display:block;overflow-x:auto;border-spacing:0}` +
	`th,td{padding:6px 12px 6px 0;text-align:start;vertical-align:top;font-weight:normal}thead th{opacity:.7}</style>`

var (
	ofMap = regexp.MustCompile(`<link rel="(?:icon|modulepreload|stylesheet|manifest|preload|describedby)"[^>]*>\n?|<script[^>]*></script>\n?`)
	inner = regexp.MustCompile(`(?s)<noscript>(.*)</noscript>`)
)

// plain makes a text of a page of the map, which leads those who run scripts to the map: the map
// itself in each language would be most of all bytes of a site. What the address has goes before
// what the page is about. The title is that of the map.
func plain(content []byte, t text, title string) []byte {
	head, body, found := bytes.Cut(content, []byte("</head>"))
	told := inner.FindSubmatch(body)
	if !found || told == nil {
		return content
	}
	view, err := json.Marshal(t.view) // which leaves no < in it
	if err != nil {
		panic(err) // of a text
	}
	script := `<script>location.replace("index.html?"+[location.search.slice(1),` + string(view) + `].filter(Boolean).join("&"))</script>`
	top := `<p><a href="index.html?` + html.EscapeString(t.view) + `">` + html.EscapeString(title) + `</a></p>`
	head = ofMap.ReplaceAll(head, nil)
	return bytes.Join([][]byte{head, []byte(script + pageStyle + "</head>\n<body>\n" + top), told[1], []byte("</body>\n</html>\n")}, nil)
}
