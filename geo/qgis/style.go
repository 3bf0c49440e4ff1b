package qgis

import (
	"fmt"
	"strconv"

	"demarc/geo/rgb"
)

// Style returns the QML of a layer: how it is drawn, labelled and timed.
func Style(l Layer) string {
	var p page
	p.put(`<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>`)
	p.put(`<qgis version="%s" styleCategories="AllStyleCategories" labelsEnabled="%d">`, version, number(l.Label != ""))
	p.style(l)
	p.put(`</qgis>`)
	return p.String()
}

// style writes the elements that a QML and the layer of a project share.
func (p *page) style(l Layer) {
	p.put(`<flags><Identifiable>1</Identifiable><Removable>1</Removable><Searchable>1</Searchable></flags>`)
	p.temporal(l)
	if l.Kind != NoGeometry {
		p.renderer(l)
	}
	if l.Label != "" {
		p.labeling(l)
	}
	opacity := l.Opacity
	if opacity == 0 {
		opacity = 1
	}
	p.put(`<blendMode>0</blendMode><featureBlendMode>0</featureBlendMode><layerOpacity>%g</layerOpacity>`, opacity)
	p.put(`<layerGeometryType>%d</layerGeometryType>`, int(l.Kind))
	p.put(`<aliases>`)
	for _, a := range l.Aliases {
		p.put(`<alias field="%s" name="%s"/>`, a.Field, a.Title)
	}
	for _, f := range l.Fields {
		p.put(`<alias field="%s" name="%s"/>`, f.Name, f.Title)
	}
	p.put(`</aliases>`)
}

// temporal switches time on: mode 4 takes start and end from expressions, limit mode 0 excludes the
// end. The mode that takes them from fields, 2, is not used: QGIS hands its filter on to SQLite,
// which compares dates and moments as text and so finds that 2020-11-25 lies before
// 2020-11-25T00:00:00. Functions are not handed on.
func (p *page) temporal(l Layer) {
	dated := l.From != "" && l.To != ""
	var from, to string
	if dated {
		from = "coalesce(to_datetime(" + Column(l.From) + "), make_datetime(1, 1, 1, 0, 0, 0))"
		to = "coalesce(to_datetime(" + Column(l.To) + "), make_datetime(9999, 1, 1, 0, 0, 0))"
	}
	p.put(`<temporal enabled="%d" mode="4" limitMode="0" startField="%s" endField="%s" startExpression="%s" endExpression="%s" accumulate="0" durationField="" durationUnit="min" fixedDuration="0"><fixedRange><start></start><end></end></fixedRange></temporal>`,
		number(dated), l.From, l.To, from, to)
}

func (p *page) renderer(l Layer) {
	p.put(`<renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="0" forceraster="0" referencescale="-1">`)
	p.put(`<rules key="{%s}">`, l.ID)
	for i, r := range l.Rules {
		p.put(`<rule key="{%s_%d}" label="%s" filter="%s" symbol="%d"/>`, l.ID, i, r.Label, r.Filter, i)
	}
	p.put(`</rules><symbols>`)
	for i, r := range l.Rules {
		p.symbol(strconv.Itoa(i), l.Kind, r.Symbol)
	}
	p.put(`</symbols></renderer-v2>`)
}

var symbolTypes = map[Kind]string{Points: "marker", Lines: "line", Polygons: "fill"}

func (p *page) symbol(name string, kind Kind, s Symbol) {
	p.put(`<symbol name="%s" type="%s" alpha="1" clip_to_extent="1" force_rhr="0">`, name, symbolTypes[kind])
	switch kind {
	case Points:
		p.marker(s)
	case Lines:
		p.line(s)
	default:
		p.fill(name, s)
	}
	p.put(`</symbol>`)
}

// layer writes a layer of a symbol with its options by name and value. The caller closes it.
func (p *page) layer(class string, options ...string) {
	p.put(`<layer class="%s" enabled="1" pass="0" locked="0"><Option type="Map">`, class)
	for i := 0; i+1 < len(options); i += 2 {
		p.put(`<Option name="%s" value="%s" type="QString"/>`, options[i], options[i+1])
	}
	p.put(`</Option>`)
}

func (p *page) marker(s Symbol) {
	p.layer("SimpleMarker", "name", "circle", "color", rgba(s.Fill), "outline_color", rgba(s.Line), "outline_style", lineStyle(s),
		"outline_width", millimetres(s.Width), "outline_width_unit", "MM", "size", millimetres(s.Size), "size_unit", "MM")
	p.put(`</layer>`)
}

func (p *page) line(s Symbol) {
	p.layer("SimpleLine", "line_color", rgba(s.Line), "line_style", "solid", "line_width", millimetres(s.Width), "line_width_unit", "MM",
		"joinstyle", "round", "capstyle", "round", "use_custom_dash", strconv.Itoa(number(s.Dash != "")), "customdash", s.Dash, "customdash_unit", "MM")
	p.put(`</layer>`)
}

// The patterns in millimetres, as wide on paper as the page has them on the screen.
const (
	patternStep = 3.2
	hatchWidth  = 1.0
	stripeWidth = 0.8
	dotSize     = 0.6
)

func (p *page) fill(name string, s Symbol) {
	style := "solid"
	if s.Fill == "" {
		style = "no"
	}
	p.layer("SimpleFill", "color", rgba(s.Fill), "style", style, "outline_color", rgba(s.Line), "outline_style", lineStyle(s),
		"outline_width", millimetres(s.Width), "outline_width_unit", "MM", "joinstyle", "round")
	p.put(`</layer>`)
	switch s.Pattern {
	case "hatch":
		p.lines(name, "45", hatchWidth, s.Ink)
	case "stripes":
		p.lines(name, "135", stripeWidth, s.Ink)
	case "upright":
		p.lines(name, "90", hatchWidth, s.Ink)
	case "dots":
		step := millimetres(patternStep)
		p.layer("PointPatternFill", "distance_x", step, "distance_x_unit", "MM", "distance_y", step, "distance_y_unit", "MM",
			"displacement_x", millimetres(patternStep/2), "displacement_x_unit", "MM")
		p.symbol("@"+name+"@1", Points, Symbol{Fill: s.Ink, Size: dotSize})
		p.put(`</layer>`)
	}
}

func (p *page) lines(name, angle string, width float64, ink string) {
	p.layer("LinePatternFill", "angle", angle, "color", rgba(ink), "distance", millimetres(patternStep), "distance_unit", "MM",
		"line_width", millimetres(width), "line_width_unit", "MM")
	p.symbol("@"+name+"@1", Lines, Symbol{Line: ink, Width: width})
	p.put(`</layer>`)
}

// labeling names features in Noto Sans with a white halo; QGIS takes another font where it is not
// installed.
func (p *page) labeling(l Layer) {
	size := 8.0
	p.put(`<labeling type="simple"><settings calloutType="simple">`)
	p.put(`<text-style fieldName="%s" isExpression="0" fontFamily="Noto Sans" namedStyle="SemiBold" fontSize="%g" fontSizeUnit="Point" fontWeight="63" textColor="20,24,29,255" textOpacity="1">`, l.Label, size)
	p.put(`<text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,220" bufferOpacity="0.86" bufferJoinStyle="128"/></text-style>`)
	placement := map[Kind]int{Points: 6, Lines: 2, Polygons: 1}[l.Kind]
	p.put(`<placement placement="%d" dist="1" distUnits="MM" priority="5" centroidInside="1" predefinedPositionOrder="R,TR,BR,L,TL,BL,T,B"/>`, placement)
	p.put(`<rendering drawLabels="1" obstacle="1" scaleVisibility="0"/></settings></labeling>`)
}

func lineStyle(s Symbol) string {
	if s.Line == "" {
		return "no"
	}
	return "solid"
}

// rgba writes #rrggbb as QGIS does.
func rgba(text string) string {
	c, ok := rgb.Parse(text)
	if !ok {
		return "0,0,0,0"
	}
	return fmt.Sprintf("%d,%d,%d,255", c.R, c.G, c.B)
}

func millimetres(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
