package dataset

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A spelling is suspect if its word is at least so long, all but one of its letters are those of a
// word that is at least so many times as frequent, and the other letter is none of the first or
// last ones, which endings and compass points change.
const (
	spelledLetters = 7
	spelledShare   = 2
	spelledEdge    = 2
)

// word is one of the words of the names in a language.
type word struct {
	count int
	at    Position // of the first name that has it
	what  string   // of that name
}

// spellings warns of names that are spelled in two ways.
func (c *checker) spellings() {
	words := map[string]map[string]*word{} // by language and spelling
	note := func(names Names, at Position, what string) {
		for language, name := range names {
			if words[language] == nil {
				words[language] = map[string]*word{}
			}
			for _, text := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
				if first, _ := utf8.DecodeRuneInString(text); !unicode.IsUpper(first) || utf8.RuneCountInString(text) < spelledLetters {
					continue
				}
				if words[language][text] == nil {
					words[language][text] = &word{at: at, what: what}
				}
				words[language][text].count++
			}
		}
	}
	for _, r := range c.dataset.Regions {
		note(r.Names, r.Position, "region "+r.ID)
	}
	for _, p := range c.dataset.Places {
		note(p.Names, p.Position, "place "+p.ID)
	}
	for _, e := range c.dataset.Events {
		note(e.Title, e.Position, "event "+e.ID)
	}
	for _, language := range slices.Sorted(maps.Keys(words)) {
		c.spelledIn(language, words[language])
	}
}

// spelledIn compares the words of a language whose ends are the same. Those with a letter left out
// share a key, so a dataset of many names takes no longer than to read it.
func (c *checker) spelledIn(language string, words map[string]*word) {
	alike := map[string][]string{}
	for _, text := range slices.Sorted(maps.Keys(words)) {
		letters := []rune(text)
		for i := spelledEdge; i < len(letters)-spelledEdge; i++ {
			key := string(letters[:i]) + "*" + string(letters[i+1:])
			alike[key] = append(alike[key], text)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(alike)) {
		usual := slices.MaxFunc(alike[key], func(a, b string) int { return words[a].count - words[b].count })
		for _, text := range alike[key] {
			if w := words[text]; text != usual && w.count*spelledShare <= words[usual].count {
				c.warnf("spelling", c.line(w.at, text), "%s: %q in %s, which stands %d times, is elsewhere %q, %d times", w.what, text, language, w.count, usual, words[usual].count).
					hint("write one name in one way, unless they are two")
			}
		}
	}
}
