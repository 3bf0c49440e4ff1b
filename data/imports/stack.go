package imports

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"demarc/geo"
)

// joinedFiles makes one table of the rows of several, with a column that says where each is from.
// Columns of different types become texts.
func joinedFiles(tables []table) table {
	var out table
	columns, called := map[string]int{}, sameName(tables)
	for _, t := range tables {
		for _, f := range t.Fields {
			if i, known := columns[called(f.Name)]; !known {
				columns[called(f.Name)] = len(out.Fields)
				out.Fields = append(out.Fields, geo.Field{Name: f.Name, Type: f.Type, Title: f.Title})
			} else if out.Fields[i].Type != f.Type {
				out.Fields[i].Type = geo.String
			}
		}
	}
	from := "file"
	if !severalFiles(tables) {
		from = "layer"
	}
	for slices.ContainsFunc(out.Fields, func(f geo.Field) bool { return f.Name == from }) {
		from += "_"
	}
	out.Fields = append(out.Fields, geo.Field{Name: from})
	apart := sharedIDs(tables)
	for _, t := range tables {
		origin := originOf(t, from == "layer" || strings.HasPrefix(from, "layer_"))
		for _, f := range t.Features {
			values := make([]any, len(out.Fields))
			for k, value := range f.Values {
				i := columns[called(t.Fields[k].Name)]
				if out.Fields[i].Type == geo.String && value != nil {
					value = asText(value)
				}
				values[i] = value
			}
			values[len(values)-1] = origin
			if apart && f.ID != "" {
				f.ID = origin + "-" + f.ID
			}
			out.Features = append(out.Features, geo.Feature{ID: f.ID, Geometry: f.Geometry, Values: values})
		}
	}
	if len(out.Features) == len(tables) {
		out.origin = from
	}
	out.Format = fmt.Sprintf("%s, %d tables", formatsOf(tables), len(tables))
	out.Notes = append(notesOf(tables), fmt.Sprintf("tables are joined to one, the column %q says which each row is from: %s", from, list(tables)))
	if apart {
		out.Notes = append(out.Notes, "ids of features that stand in several of them begin with that")
	}
	return out
}

// sameName returns what is the same of the names of columns that are one: the name without regard
// to case, unless a table has two that differ in nothing else.
func sameName(tables []table) func(string) string {
	for _, t := range tables {
		seen := map[string]bool{}
		for _, f := range t.Fields {
			name := strings.ToLower(f.Name)
			if seen[name] {
				return func(name string) string { return name }
			}
			seen[name] = true
		}
	}
	return strings.ToLower
}

// originOf is what a table is called among others: by its name or by its file.
func originOf(t table, byName bool) string {
	if byName {
		return t.Name
	}
	file := strings.TrimSuffix(t.File, ".gz")
	return strings.TrimSuffix(file, path.Ext(file))
}

// sharedIDs tells whether features of different tables have the same id.
func sharedIDs(tables []table) bool {
	of := map[string]int{}
	for i, t := range tables {
		for _, f := range t.Features {
			if other, known := of[f.ID]; known && other != i && f.ID != "" {
				return true
			}
			of[f.ID] = i
		}
	}
	return false
}

// formatsOf lists the formats of tables, each once.
func formatsOf(tables []table) string {
	var formats []string
	for _, t := range tables {
		if !slices.Contains(formats, t.Format) {
			formats = append(formats, t.Format)
		}
	}
	return strings.Join(formats, ", ")
}

// notesOf gathers the notes on tables, of which those that several share stand once, and others
// name the file.
func notesOf(tables []table) []string {
	var notes []string
	count, file := map[string]int{}, map[string]string{}
	for _, t := range tables {
		for _, note := range t.Notes {
			if count[note]++; count[note] == 1 {
				notes, file[note] = append(notes, note), t.File
			}
		}
	}
	for i, note := range notes {
		if n := count[note]; n > 1 {
			notes[i] = fmt.Sprintf("%s (in %d tables)", note, n)
		} else if len(tables) > 1 && file[note] != "" {
			notes[i] = fmt.Sprintf("%s (%s)", note, file[note])
		}
	}
	return notes
}
