package cql2_test

import (
	"testing"

	"demarc/geo"
	"demarc/geo/cql2"
)

func TestWords(t *testing.T) {
	schema := cql2.Schema{Fields: []geo.Field{{Name: "title"}, {Name: "sources"}, {Name: "fill", Role: geo.RoleFill}, {Name: "size", Type: geo.Float}}}
	feature := &geo.Feature{Values: []any{"Çeşme  harbour", "A report, (https://example.org/press/landing) of 1972", "#c0ffee", 1972.0}}
	for terms, want := range map[string]bool{
		"cesme":          true,
		"HARBOUR":        true,
		"cesme harbour":  true,
		"harbour cesme":  false, // the words of a term stand behind each other
		"nothing,report": true,
		"of 1972":        true,
		"landing":        false, // an address is no text
		"https":          false,
		"c0ffee":         false,
		"":               false,
		",":              false,
	} {
		if got := cql2.Words(terms, schema).Match(feature); got != want {
			t.Errorf("q=%s: got %v, want %v", terms, got, want)
		}
	}
}
