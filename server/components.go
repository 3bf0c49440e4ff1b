package server

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"demarc/data"
)

// object is a JSON object.
type object = map[string]any

// components are the parameters and schemas that the table names, as OpenAPI 3.0 writes them.
type components object

//go:embed api_components.json
var componentsText []byte

func loadComponents() components {
	var c components
	if err := json.Unmarshal(componentsText, &c); err != nil {
		panic(fmt.Errorf("api_components.json: %w", err)) // it is ours
	}
	return c
}

// parameter returns a parameter of a query.
func (c components) parameter(name string) object {
	p, ok := c["parameters"].(object)[name].(object)
	if !ok {
		panic(fmt.Errorf("api_components.json has no parameter %q", name)) // the table is ours
	}
	return p
}

// inPath returns the component of a name in a path.
func (c components) inPath(name string) (component string, p object) {
	for component, p := range c["parameters"].(object) {
		if p := p.(object); p["in"] == "path" && p["name"] == name {
			return component, p
		}
	}
	panic(fmt.Errorf("api_components.json has no parameter %q of paths", name))
}

// addNames adds what depends on the dataset: viewpoints, the names that stand in paths, and
// examples.
func (c components) addNames(snapshot *data.Snapshot) {
	views := []string{""}
	for _, v := range snapshot.Dataset.Viewpoints {
		views = append(views, v.ID)
	}
	for parameter, names := range map[string][]string{
		"viewpoint": views, "collection": snapshot.LayerNames(), "exported": snapshot.LayerNames(), "tileset": snapshot.Tilesets(),
	} {
		c.parameter(parameter)["schema"].(object)["enum"] = anys(names)
	}
	e := snapshot.Example()
	for parameter, example := range map[string]string{
		"day": e.Day.String(), "tableDay": e.Day.String(), "datetime": e.Before.String() + "/" + e.Day.String(),
		"from": e.Before.String(), "to": e.Day.String(),
	} {
		c.parameter(parameter)["example"] = example
	}
	filter := c.parameter("filter")
	filter["description"] = exemplified(filter["description"].(string), e)
}

// exemplified writes a text of the table or the components with an actor and a day of the dataset.
func exemplified(text string, e data.Example) string {
	return strings.NewReplacer("ACTOR", e.Actor, "YYYY-MM-DD", e.Day.String()).Replace(text)
}

// anys returns a list as encoding/json reads one.
func anys[T any](list []T) []any {
	all := make([]any, len(list))
	for i, v := range list {
		all[i] = v
	}
	return all
}
