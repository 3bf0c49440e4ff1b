package qgis

import "github.com/paulmach/orb"

// Project is a map with its layers, the lowest first, and the time over which it plays.
type Project struct {
	Title  string
	Layers []Layer
	Bound  orb.Bound // longitude, latitude of the first view
	// From and To are the first and the last moment, RFC 3339; "": the project has no time.
	From, To string
	// Step is the length of a frame in Unit ("days", "months", "years"), FPS how many are shown in
	// a second.
	Step float64
	Unit string
	FPS  float64

	Relations []Relation
	// Editing has snapping and topological editing on: borders stay common borders.
	Editing bool
	// Together has the edits of all layers of a database in one transaction: they are saved, or
	// refused, together.
	Together bool
}

// Halves returns the project as a .qgs file in two halves, between which the path of the file that
// it is in belongs, as an XML literal in quotes: ThisFile.
func (p Project) Halves() (before, after []byte) {
	var x page
	x.put(`>]>`)
	x.put(`<qgis projectname="%s" version="%s">`, p.Title, version)
	x.put(`<homePath path=""/><title>%s</title><autotransaction active="%d"/>`, p.Title, number(p.Together))
	x.put(`<projectCrs>`)
	x.crs(3857)
	x.put(`</projectCrs>`)
	x.tree("layer-tree-group", p.Layers)
	x.put(`<mapcanvas name="theMapCanvas" annotationsVisible="1"><units>meters</units>`)
	x.extent("extent", orb.Bound{Min: mercator(p.Bound.Min), Max: mercator(p.Bound.Max)})
	x.put(`<rotation>0</rotation><destinationsrs>`)
	x.crs(3857)
	x.put(`</destinationsrs><rendermaptile>0</rendermaptile></mapcanvas>`)
	x.put(`<projectlayers>`)
	for _, l := range p.Layers {
		x.mapLayer(l, p.Relations)
	}
	x.put(`</projectlayers><layerorder>`)
	for i := len(p.Layers) - 1; i >= 0; i-- {
		x.put(`<layer id="%s"/>`, p.Layers[i].ID)
	}
	x.put(`</layerorder>`)
	if p.Editing {
		x.put(`<snapping-settings enabled="1" mode="2" type="3" tolerance="12" unit="1" intersection-snapping="0" self-snapping="0" scaleDependencyMode="0" minScale="0" maxScale="0"/>`)
	}
	if len(p.Relations) > 0 {
		x.relations(p.Relations)
	}
	x.time(p)
	x.put(`</qgis>`)
	return []byte(`<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM' [<!ENTITY file `), []byte(x.String())
}

// time sets the temporal controller to animated navigation (mode 1) over the whole range, so that
// its play button is all that is left to press.
func (x *page) time(p Project) {
	x.put(`<properties><SpatialRefSys><ProjectionsEnabled type="int">1</ProjectionsEnabled></SpatialRefSys>`)
	if p.Editing {
		x.put(`<Digitizing><TopologicalEditing type="int">1</TopologicalEditing></Digitizing>`)
	}
	if p.From == "" || p.To == "" {
		x.put(`</properties>`)
		return
	}
	x.put(`<TemporalControllerWidget><NavigationMode type="int">1</NavigationMode><StartDateTime type="QString">%s</StartDateTime><EndDateTime type="QString">%s</EndDateTime></TemporalControllerWidget>`, p.From, p.To)
	x.put(`</properties>`)
	x.put(`<ProjectTimeSettings timeStep="%g" timeStepUnit="%s" frameRate="%g" cumulativeTemporalRange="0"><TemporalRange><start>%s</start><end>%s</end></TemporalRange></ProjectTimeSettings>`,
		p.Step, p.Unit, p.FPS, p.From, p.To)
}

// Definition returns layers as a .qlr file, which QGIS adds to the project that is open.
func Definition(layers []Layer) string {
	var x page
	x.put(`<!DOCTYPE qgis-layer-definition>`)
	x.put(`<qlr>`)
	x.tree("layer-tree-group", layers)
	x.put(`<maplayers>`)
	for _, l := range layers {
		x.mapLayer(l, nil)
	}
	x.put(`</maplayers></qlr>`)
	return x.String()
}

// tree lists the layers, the uppermost first.
func (x *page) tree(name string, layers []Layer) {
	x.put(`<%s name="" checked="Qt::Checked" expanded="1"><customproperties><Option/></customproperties>`, name)
	group := ""
	end := func(next string) {
		if group != "" && group != next {
			x.put(`</layer-tree-group>`)
		}
	}
	for i := len(layers) - 1; i >= 0; i-- {
		l := layers[i]
		end(l.Group)
		if l.Group != group && l.Group != "" {
			x.put(`<layer-tree-group name="%s" checked="Qt::Checked" expanded="%d"><customproperties><Option/></customproperties>`, l.Group, number(l.Kind != NoGeometry))
		}
		group = l.Group
		checked := "Qt::Checked"
		if l.Hidden {
			checked = "Qt::Unchecked"
		}
		x.put(`<layer-tree-layer id="%s" name="%s" source="%s" providerKey="%s" checked="%s" expanded="%d"><customproperties><Option/></customproperties></layer-tree-layer>`,
			l.ID, l.Title, source(l.Source), l.Provider, checked, number(len(l.Rules) > 1))
	}
	end("")
	x.put(`</%s>`, name)
}

func (x *page) mapLayer(l Layer, relations []Relation) {
	x.put(`<maplayer type="vector" geometry="%s" styleCategories="AllStyleCategories" labelsEnabled="%d" readOnly="%d" autoRefreshEnabled="0" simplifyDrawingHints="1" simplifyDrawingTol="1" simplifyAlgorithm="0" simplifyLocal="1" simplifyMaxScale="1" hasScaleBasedVisibilityFlag="0">`,
		l.Kind.name(), number(l.Label != ""), number(l.ReadOnly))
	x.extent("extent", l.Bound)
	x.put(`<id>%s</id><datasource>%s</datasource><keywordList><value></value></keywordList><layername>%s</layername>`, l.ID, source(l.Source), l.Title)
	x.put(`<srs>`)
	x.crs(4326)
	x.put(`</srs>`)
	x.put(`<resourceMetadata><identifier>%s</identifier><type>dataset</type><title>%s</title><abstract>%s</abstract><rights>%s</rights></resourceMetadata>`,
		l.ID, l.Title, l.Description, l.Rights)
	x.put(`<provider encoding="UTF-8">%s</provider>`, l.Provider)
	x.style(l)
	x.form(l, relations)
	x.put(`</maplayer>`)
}
