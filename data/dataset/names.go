package dataset

import (
	"encoding/json"
	"maps"
)

// Names are the names of one thing by language (BCP 47 tag).
type Names map[string]string

// In returns the name in the language, else in English, else the one whose language comes first in
// the alphabet.
func (n Names) In(language string) string {
	if name, ok := n[language]; ok {
		return name
	}
	if name, ok := n["en"]; ok {
		return name
	}
	first := ""
	for key := range n {
		if first == "" || key < first {
			first = key
		}
	}
	return n[first]
}

// Text is a note for readers, by language. One in the dataset's first language alone may stand
// without it, under the key "", and is written as a plain string.
type Text map[string]string

// NewText returns a text of the dataset's first language, nil for none.
func NewText(text string) Text {
	if text == "" {
		return nil
	}
	return Text{"": text}
}

// In returns the text in the language, else as Names.In does.
func (t Text) In(language string) string { return Names(t).In(language) }

// Equal tells whether two texts say the same.
func (t Text) Equal(other Text) bool { return maps.Equal(t, other) }

// MarshalJSON writes a string, or an object by language.
func (t Text) MarshalJSON() ([]byte, error) {
	if text, ok := t[""]; ok && len(t) == 1 {
		return json.Marshal(text)
	}
	return json.Marshal(map[string]string(t))
}
