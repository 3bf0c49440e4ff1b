package shapefile

import (
	"fmt"
	"strings"

	"demarc/geo"
)

// readme says what a Shapefile has no place for.
func readme(layer geo.Layer, meta geo.Meta, parts []*part, t *table) string {
	var b strings.Builder
	b.WriteString(meta.Words())
	b.WriteString("\n\nFiles (WGS 84 longitude and latitude, texts in UTF-8):\n")
	for _, p := range parts {
		extension := "shp"
		if p.kind == nullShape {
			extension = "dbf (no geometries)"
		}
		fmt.Fprintf(&b, "  %s.%s: %d features\n", p.name, extension, len(p.features))
	}
	b.WriteString("\nFields (a Shapefile allows names of ten letters):\n")
	for i, field := range layer.Fields {
		fmt.Fprintf(&b, "  %-10s %s%s%s\n", t.short[i], field.Name, roles[field.Role], titled(field))
	}
	for i := range layer.Fields {
		if n := t.cut[t.short[i]]; n > 0 {
			fmt.Fprintf(&b, "\n%s: %d texts were cut, a Shapefile holds %d bytes of each.", t.short[i], n, maxText)
		}
	}
	if len(t.cut) > 0 {
		b.WriteString("\nAll other formats hold them in full.\n")
	}
	return strings.ReplaceAll(b.String(), "\n", "\r\n") // it is opened where Shapefiles are
}

func titled(field geo.Field) string {
	if field.Title == "" {
		return ""
	}
	return ": " + field.Title
}

var roles = map[geo.Role]string{
	geo.RoleFrom: " (the first day on which the row is true; empty: always was)",
	geo.RoleTo:   " (the first day on which it no longer is; empty: still is)",
}
