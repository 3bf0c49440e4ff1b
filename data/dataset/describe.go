package dataset

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"demarc/data/date"
)

// Member is a member of an object in the files of datasets, with what the codebook says of it.
type Member struct {
	Name    string
	Kind    MemberKind
	Needed  bool     // it must be there, and not null
	Null    bool     // it must be there, but may be null
	Help    string   // what it says
	Choices []string // what its texts must be one of; none: anything
	Members []Member // of an object, or of each of several
}

// MemberKind is what a member holds.
type MemberKind uint8

// The kinds of members.
const (
	AnyValue      MemberKind = iota
	PlainText                // a string
	ByLanguage               // texts by language
	ReaderText               // a string, or texts by language
	PlainDay                 // YYYY-MM-DD
	UncertainDay             // the same, or an uncertain date (EDTF)
	PlainNumber              //
	WholeNumber              //
	YesNo                    // true or false
	Texts                    // a list of strings
	Numbers                  // so many numbers as it has Members
	ByScheme                 // ids in other collections, by the Members
	ByParty                  // texts by a free name
	OneObject                // an object
	Objects                  // a list of objects
	ObjectsByName            // objects by a free name
	OwnColumns               // values of attributes by name
)

// Members describes the objects of a kind in the files of datasets: those of a type of this package
// by its name, such as "Event", in the order in which they are written.
func Members(kind string) ([]Member, error) {
	written := map[string]any{
		"Dataset": (&Dataset{}).written(), "Actor": (&Actor{}).written(), "ControlPeriod": (&ControlPeriod{}).written(),
		"Event": Event{}, "Source": Source{}, "Figure": Figure{}, "Region": (&Region{}).written(), "Place": Place{},
		"ContextFeature": (&ContextFeature{}).written(), "Retired": Retired{}, "Correction": Correction{},
	}[kind]
	if written == nil {
		return nil, fmt.Errorf("no objects of datasets are of the kind %q", kind)
	}
	return membersOf(kind, reflect.TypeOf(written)), nil
}

func membersOf(name string, t reflect.Type) []Member {
	var all []Member
	for _, f := range jsonFields(t) {
		doc := memberDocs[name+"."+f.name]
		m := Member{Name: f.name, Help: doc.text, Needed: doc.need == needed, Null: doc.need == neededNull}
		choices, _ := doc.schema["enum"].([]any)
		for _, choice := range choices {
			if text, ok := choice.(string); ok {
				m.Choices = append(m.Choices, text)
			}
		}
		if text, ok := doc.schema["pattern"].(string); ok && (text == edtfShape["pattern"] || text == edtfOpen["pattern"]) {
			m.Kind = UncertainDay
		} else {
			m.Kind, m.Members = describe(f.of)
		}
		if whole, ok := doc.schema["type"].(string); ok && whole == "integer" {
			m.Kind = WholeNumber
		}
		all = append(all, m)
	}
	return all
}

// plainKinds are those of types that are not told by their kind in Go.
var plainKinds = map[reflect.Type]MemberKind{
	reflect.TypeFor[date.Date](): PlainDay, reflect.TypeFor[date.EDTF](): UncertainDay,
	reflect.TypeFor[Names](): ByLanguage, reflect.TypeFor[Text](): ReaderText, reflect.TypeFor[Values](): OwnColumns,
}

func describe(t reflect.Type) (MemberKind, []Member) {
	if kind, ok := plainKinds[t]; ok {
		return kind, nil
	}
	if t == reflect.TypeFor[SameAs]() {
		var schemes []Member
		for _, scheme := range slices.Sorted(maps.Keys(sameAsSchemes)) {
			schemes = append(schemes, Member{Name: scheme, Kind: PlainText})
		}
		return ByScheme, schemes
	}
	switch t.Kind() {
	case reflect.Pointer:
		return describe(t.Elem())
	case reflect.Struct:
		return OneObject, membersOf(schemaName(t), t)
	case reflect.Array:
		return Numbers, make([]Member, t.Len())
	case reflect.Slice:
		if _, members := describe(t.Elem()); members != nil {
			return Objects, members
		}
		return Texts, nil
	case reflect.Map:
		if _, members := describe(t.Elem()); members != nil {
			return ObjectsByName, members
		}
		return ByParty, nil
	}
	return map[reflect.Kind]MemberKind{
		reflect.String: PlainText, reflect.Bool: YesNo, reflect.Float64: PlainNumber, reflect.Int: WholeNumber,
	}[t.Kind()], nil
}
