//go:build !js

package export

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"demarc/data/unfinished"
	"demarc/geo"
	"demarc/geo/geopackage"
	"demarc/geo/qgis"
)

// writeGeoPackage writes what fillGeoPackage fills, a temporary file that is gone afterwards,
// whatever happens.
func writeGeoPackage(w io.Writer, j Job) error {
	folder, err := unfinished.Temporary("export")
	if err != nil {
		return err
	}
	defer folder.Drop()
	name := filepath.Join(folder.Path, "export.gpkg")
	if err := fillGeoPackage(name, j); err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(&stoppable{w, j}, f)
	return err
}

// fillGeoPackage fills a file, which does not exist yet, with the layer, or all of them, and a QGIS
// project that shows it in time.
func fillGeoPackage(name string, j Job) error {
	layers, err := j.layers()
	if err != nil {
		return err
	}
	if j.Layer == AllLayers {
		layers = append(layers, j.sources()...)
	}
	f := geopackage.File{Meta: j.meta(), Between: j.between}
	if f.Meta.About, err = j.about(layers...); err != nil {
		return err
	}
	var shown []qgis.Layer
	var notes []string
	for _, layer := range layers {
		layer, note := withDatesSince(firstDay, layer)
		if note != "" {
			notes = append(notes, note)
			j.note(note)
		}
		l := j.qgisLayer(layer)
		l.Source, l.Provider = qgis.ThisFile+"|layername="+layer.Name, "ogr"
		f.Tables = append(f.Tables, geopackage.Table{Layer: layer, Title: l.Title, Description: l.Description, Style: qgis.Style(l)})
		if located(layer) {
			shown = append(shown, l)
		}
	}
	before, after := j.project(shown).Halves()
	f.Meta.Note = strings.Join(notes, "; ")
	f.Projects = map[string]geopackage.Project{j.Snapshot.Dataset.ID: {Before: before, After: after}}
	return geopackage.Write(j.ending(), name, f)
}

// sources is the table of the sources, none where a layer of the dataset has its name.
func (j Job) sources() []geo.Layer {
	table := j.Snapshot.SourcesLayer()
	if slices.Contains(j.Snapshot.LayerNames(), table.Name) {
		return nil
	}
	return []geo.Layer{table}
}
