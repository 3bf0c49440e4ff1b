package picture

import (
	"bytes"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// An inset is part of a page: nothing of its texts may become markup of it, and its size is that of
// its shapes.
func TestInset(t *testing.T) {
	m := Inset{
		Width: 640, Height: 480, Margin: 12, Least: 20e3, Label: `"><script>`,
		Bound: orb.Bound{Min: orb.Point{10, 0}, Max: orb.Point{20, 1}},
		Shapes: []Shape{
			{Class: "area", Title: `</title><script>"`, Geometry: orb.Polygon{
				{{10, 0}, {20, 0}, {20, 1}, {10, 0}}, {{12, 0.1}, {18, 0.1}, {18, 0.3}, {12, 0.1}},
			}, Fill: &Fill{Color: "#ff0000"}},
			{Class: "point", Title: "two", Radius: 4, Geometry: orb.MultiPoint{{15, 0.5}, {16, 0.5}}},
			{Class: "line far", Geometry: orb.LineString{{30, 0}, {31, 0}}},
			{Class: "line"},
		},
	}
	var b bytes.Buffer
	if err := m.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	const want = `<svg role="img" aria-label="&#34;&gt;&lt;script&gt;" width="640" height="85" viewBox="0 0 640 85">
<path class="area" fill="#ff0000" d="M12 73.6L628 73.6L628 12L12 73.6ZM135.2 67.4L504.8 55.1L504.8 67.4L135.2 67.4Z"><title>&lt;/title&gt;&lt;script&gt;&#34;</title></path>
<path class="point" d="M316 42.8a4 4 0 1 0 8 0a4 4 0 1 0 -8 0ZM377.6 42.8a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z"><title>two</title></path>
</svg>
`
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A point alone is shown with its surroundings, in the middle.
func TestInsetOfAPoint(t *testing.T) {
	at := orb.Point{46, 40}
	m := Inset{Width: 640, Height: 480, Margin: 12, Least: 20e3, Bound: at.Bound(), Shapes: []Shape{{Geometry: at, Radius: 4}}}
	var b bytes.Buffer
	if err := m.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), `d="M236 240a4`; !strings.Contains(got, `width="480" height="480"`) || !strings.Contains(got, want) {
		t.Errorf("got\n%s\nwant 480 pixels each way, and %s", got, want)
	}
}
