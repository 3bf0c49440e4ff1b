package export

import (
	"fmt"
	"slices"
	"strings"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/qgis"
)

// AllLayers is the name under which formats that hold several layers write all of them, with the
// shapes around.
const AllLayers = "all"

// layers returns the layer of the job, or all, the lowest first.
func (j Job) layers() ([]geo.Layer, error) {
	if j.Layer != AllLayers {
		layer, err := j.table()
		return []geo.Layer{layer}, err
	}
	layers := j.Snapshot.ContextLayers()
	names := j.Snapshot.LayerNames()
	slices.SortStableFunc(names, func(a, b string) int { return rankInProject(a) - rankInProject(b) })
	for _, name := range names {
		layer, err := j.Snapshot.Layer(j.ending(), name, j.Selection)
		if err != nil {
			return nil, err
		}
		layers = append(layers, layer)
	}
	return layers, nil
}

// located tells whether anything of the layer can be drawn.
func located(layer geo.Layer) bool {
	return slices.ContainsFunc(layer.Features, func(f geo.Feature) bool { return f.Geometry != nil })
}

// rankInProject puts who held what below the outlines and these below the points.
func rankInProject(layer string) int {
	switch layer {
	case dataset.ControlLayer:
		return 0
	case dataset.EventsLayer:
		return 2
	case dataset.PlacesLayer:
		return 3
	}
	return 1
}

// project shows the layers and plays over the days asked for, else over all that are covered, a
// month a frame.
func (j Job) project(layers []qgis.Layer) qgis.Project {
	d := j.Snapshot.Dataset
	p := qgis.Project{
		Title: d.Title.In("en"), Layers: layers, Bound: j.Snapshot.Bound(d.ControlLayer),
		Step: 1, Unit: "months", FPS: 6,
	}
	days := j.Snapshot.Timeline.Covers()
	if asked := j.Selection.During; asked.From > days.From {
		days.From = asked.From
	}
	if asked := j.Selection.During; asked.To < days.To {
		days.To = asked.To
	}
	last := days.To
	if last == date.Forever {
		last = max(j.Today, days.From) + 1
	}
	days.From = max(days.From, date.On(1, 1, 1)) // QGIS reads no earlier moments
	if last <= days.From || !slices.ContainsFunc(layers, func(l qgis.Layer) bool { return l.From != "" }) {
		return p
	}
	if last-days.From < 400 {
		p.Unit = "days"
	}
	p.From, p.To = days.From.String()+"T00:00:00Z", (last-1).String()+"T00:00:00Z"
	return p
}

// writeDefinition writes a QGIS layer definition that takes the features from a server or a
// GeoPackage.
func (j Job) writeDefinition() (string, error) {
	source := j.Parameters["source"]
	if source == "" && j.Source != "" {
		source, _, _ = strings.Cut(j.Source, "/export/")
	}
	if source == "" {
		return "", &ParameterError{"source", "source: want the address of a demarc server or the name of a GeoPackage file that the layer is read from"}
	}
	layers, err := j.layers()
	if err != nil {
		return "", err
	}
	var defined []qgis.Layer
	for _, layer := range layers {
		if !located(layer) && j.Layer == AllLayers {
			continue
		}
		l := j.qgisLayer(layer)
		if strings.HasPrefix(source, "http://") || strings.HasPrefix(source, "https://") {
			l.Provider = "OAPIF"
			l.Source = fmt.Sprintf(" pagingEnabled='true' restrictToRequestBBOX='1' srsname='OGC:CRS84' typename='%s' url='%s/'", layer.Name, strings.TrimRight(source, "/"))
		} else {
			l.Provider, l.Source = "ogr", source+"|layername="+layer.Name
		}
		defined = append(defined, l)
	}
	return qgis.Definition(defined), nil
}
