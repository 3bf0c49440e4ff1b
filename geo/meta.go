package geo

import "encoding/json"

// Meta says what a file holds, from whom, and on what terms. Every format carries it inside the
// file, where its readers look for such things. Empty members are left out.
type Meta struct {
	Title       string // of the layer, in words
	Description string
	Dataset     string // id
	Version     string // of the dataset
	AsOf        string // the last day whose events the dataset was kept up with
	Snapshot    string // id of the dataset's content
	Datetime    string // the day or closed interval that was asked for
	Viewpoint   string // whose statements count where they differ
	Licence     string
	LicenceURL  string
	Attribution string
	Feedback    string // address for mistakes that somebody finds
	Source      string // address the file came from
	Reason      string // why something is missing
	Note        string // what the format could not hold as it is
	// About is an object as JSON that says what the names in the values stand for, for programs;
	// nil for none.
	About []byte
}

// Entry is one member of a Meta by its name.
type Entry struct{ Name, Value string }

// Entries lists the members that are not empty, always in the same order.
func (m Meta) Entries() []Entry {
	all := []Entry{
		{"title", m.Title}, {"description", m.Description}, {"dataset", m.Dataset}, {"version", m.Version},
		{"as_of", m.AsOf}, {"snapshot", m.Snapshot}, {"datetime", m.Datetime}, {"viewpoint", m.Viewpoint},
		{"licence", m.Licence}, {"licence_url", m.LicenceURL}, {"attribution", m.Attribution},
		{"feedback", m.Feedback}, {"source", m.Source}, {"reason", m.Reason}, {"note", m.Note},
		{"about", string(m.About)},
	}
	kept := all[:0]
	for _, e := range all {
		if e.Value != "" {
			kept = append(kept, e)
		}
	}
	return kept
}

// Members returns the same as members of a JSON object.
func (m Meta) Members() map[string]any {
	members := map[string]any{}
	for _, e := range m.Entries() {
		members[e.Name] = e.Value
	}
	if m.About != nil {
		members["about"] = json.RawMessage(m.About)
	}
	return members
}
