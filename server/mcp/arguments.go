package mcp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"demarc/data"
	"demarc/server/answer"
)

// schema is a part of a JSON Schema.
type schema = map[string]any

// raw is JSON as it stands.
type raw = json.RawMessage

// maxText is how long an argument may be, in bytes: what is longer is no place and no id.
const maxText = 1000

// arguments are what tools may be asked with, each named as the parameter of the API that means the
// same.
func arguments(s *data.Snapshot) map[string]schema {
	e := s.Example()
	covers := s.Timeline.Covers()
	days := fmt.Sprintf("The dataset covers days from %s on", covers.From)
	if s.Dataset.Covers.To != nil {
		days = fmt.Sprintf("The dataset covers %s to %s", covers.From, covers.Last())
	}
	day := func(description string) schema {
		return schema{"type": "string", "format": "date", "description": description, "examples": []string{e.Day.String()}}
	}
	views := []string{}
	for _, v := range s.Dataset.Viewpoints {
		views = append(views, v.ID)
	}
	viewpoint := schema{"type": "string", "description": "Whose statements count where they differ; left out, the first of the dataset's."}
	if len(views) > 0 {
		viewpoint["enum"] = views
	}
	return map[string]schema{
		"lon": {"type": "number", "minimum": -180, "maximum": 180, "description": "Longitude in degrees, WGS 84; east is positive. Goes with lat."},
		"lat": {"type": "number", "minimum": -90, "maximum": 90, "description": "Latitude in degrees, WGS 84; north is positive. Goes with lon."},
		"q": {"type": "string", "maxLength": maxText, "description": "In place of lon and lat: the name of a place or region in any language of the dataset, " +
			"its id, or coordinates in any notation (decimal, degrees and minutes, UTM, MGRS, Plus code, geo URI, link to a map). A name that several have is refused with the list of them."},
		"near":      {"type": "string", "maxLength": maxText, "description": "With q: coordinates of the place that a short Plus code is near."},
		"datetime":  day("The day, YYYY-MM-DD; left out, the latest that is covered, at most today. " + days + "."),
		"from":      day("The earlier day, YYYY-MM-DD. " + days + "."),
		"to":        day("The later day, YYYY-MM-DD. " + days + "."),
		"viewpoint": viewpoint,
		"borders":   {"type": "boolean", "description": "Also say how far the borders of districts and other regions are, and which are near."},
		"id":        {"type": "string", "maxLength": maxText, "description": "The id of a source, an event, a zone or another region, or the name of a region; left out, all sources are listed."},
		"limit":     {"type": "integer", "minimum": 1, "maximum": maxLimit, "default": defaultLimit, "description": "How many rows are answered at most."},
		"offset":    {"type": "integer", "minimum": 0, "default": 0, "description": "How many rows are left out before them; what is left to ask for stands in the answer as next_offset."},
	}
}

// input is the schema of the arguments of a tool.
func (t tool) input(s *data.Snapshot) schema {
	all, properties := arguments(s), schema{}
	for _, name := range t.arguments {
		properties[name] = all[name]
	}
	input := schema{"type": "object", "properties": properties, "additionalProperties": false}
	if len(t.required) > 0 {
		input["required"] = t.required
	}
	return input
}

// question reads the arguments of a call as the parameters that they are named after.
func (s *Server) question(t tool, given raw) (q answer.Question, err error) {
	q = answer.Question{Snapshot: s.Snapshot, Values: url.Values{}, Today: s.Today}
	members := map[string]any{}
	if len(given) > 0 {
		decoder := json.NewDecoder(bytes.NewReader(given))
		decoder.UseNumber()
		if err := decoder.Decode(&members); err != nil {
			return q, answer.BadParameter("arguments", "the arguments cannot be read: want one JSON object", "")
		}
	}
	for name, value := range members {
		if value == nil { // as programs write what they leave out
			continue
		}
		text, err := t.text(name, value)
		if err != nil {
			return q, err
		}
		q.Values.Set(name, text)
	}
	for _, name := range t.required {
		if !q.Values.Has(name) {
			return q, answer.BadParameter(name, fmt.Sprintf("argument %q is missing", name), t.takes())
		}
	}
	if name, given := q.Parameter("viewpoint"); given {
		if q.Snapshot, err = q.Snapshot.From(name); err != nil {
			return q, answer.BadParameter("viewpoint", err.Error(), "")
		}
	}
	return q, nil
}

// text is the value of an argument as a query has it.
func (t tool) text(name string, value any) (string, error) {
	if !t.has(name) {
		return "", answer.BadParameter(name, fmt.Sprintf("unknown argument %q", shortened(name)), t.takes())
	}
	switch v := value.(type) {
	case string:
		if len(v) > maxText {
			return "", answer.BadParameter(name, fmt.Sprintf("argument %q is %d bytes long: want at most %d", name, len(v), maxText), "")
		}
		return v, nil
	case json.Number:
		if len(v) > maxText {
			return "", answer.BadParameter(name, fmt.Sprintf("argument %q is a number of %d digits", name, len(v)), "")
		}
		return v.String(), nil
	case bool:
		return fmt.Sprint(v), nil
	case []any:
		return "", answer.BadParameter(name, fmt.Sprintf("argument %q is an array: want one value", name), "ask once for each")
	}
	return "", answer.BadParameter(name, fmt.Sprintf("argument %q is an object: want one value", name), "")
}

func (t tool) has(name string) bool {
	for _, known := range t.arguments {
		if known == name {
			return true
		}
	}
	return false
}

func (t tool) takes() string {
	if len(t.arguments) == 0 {
		return t.name + " takes no arguments"
	}
	return t.name + " takes " + answer.List(t.arguments)
}

// shortened is a text for a message.
func shortened(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "..."
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}
