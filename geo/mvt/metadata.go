package mvt

import "demarc/geo"

// VectorLayer describes a layer of tiles: the same in TileJSON 3.0.0 (3.3) and in archives of
// tiles.
type VectorLayer struct {
	ID     string            `json:"id"`
	Fields map[string]string `json:"fields"` // name to Number, Boolean or String
}

// Describe returns the descriptions of layers.
func Describe(layers []geo.Layer) []VectorLayer {
	described := make([]VectorLayer, len(layers))
	for i, layer := range layers {
		described[i] = VectorLayer{ID: layer.Name, Fields: make(map[string]string, len(layer.Fields))}
		for _, field := range layer.Fields {
			described[i].Fields[field.Name] = typeName(field.Type)
		}
	}
	return described
}

func typeName(t geo.FieldType) string {
	switch t {
	case geo.Int, geo.Float:
		return "Number"
	case geo.Bool:
		return "Boolean"
	}
	return "String"
}
