package export

import (
	"io"

	"demarc/geo"
	"demarc/geo/geojson"
)

// Formats is the table. The first is the one meant when nobody says which.
var Formats = []Format{
	{
		Name: "geojson", Extension: "geojson", MediaType: "application/geo+json",
		About: "RFC 7946, for the web and everything else",
		Write: ofLayer(func(w io.Writer, layer geo.Layer, meta geo.Meta) error {
			return geojson.Write(w, layer, meta.Members())
		}),
	},
}
