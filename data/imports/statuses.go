package imports

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"demarc/data/dataset"
)

// status returns the id of the status of a row: as it stands if the file says what it is, else in
// small letters. Texts that differ are statuses of their own.
func (b *builder) status(x *row) string {
	text := b.text(x, statusRole)
	if b.statusIDs == nil {
		b.chooseStatuses()
	}
	return b.statusIDs[text]
}

// chooseStatuses gives every text in the column of statuses an id.
func (b *builder) chooseStatuses() {
	var texts []string
	for _, x := range b.rows {
		if text := b.text(x, statusRole); text != "" {
			texts = append(texts, text)
		}
	}
	slices.Sort(texts)
	texts = slices.Compact(texts)
	plain := func(text string) string { return cmp.Or(slug(text), "status") }
	b.statusIDs, b.statusTexts = distinct(texts, plain), map[string]string{}
	var numbered []string
	for _, text := range texts {
		switch id := plain(text); {
		case b.saidStatus(text) != nil:
			b.statusIDs[text] = text
		case slices.Contains(usualStatuses, id): // they mean something here, however they are written
			b.statusIDs[text] = id
		case b.statusIDs[text] != id:
			numbered = append(numbered, text)
		}
		if id := b.statusIDs[text]; b.statusTexts[id] == "" {
			b.statusTexts[id] = text
		}
	}
	if len(numbered) > 0 {
		b.note("statuses whose ids have a number, since in small letters and without signs they would be others: %d, such as %q, %s", len(numbered), numbered[0], b.statusIDs[numbered[0]])
	}
}

// usualStatuses are the statuses that rows become without saying so.
var usualStatuses = []string{dataset.UnknownStatus, "controlled", contestedStatus}

// saidStatus is what the file says of a status, nil if it does not.
func (b *builder) saidStatus(id string) *dataset.Status {
	return find(b.about.Statuses, func(s *dataset.Status) string { return s.ID }, id)
}

// newStatus describes a status of which the file has no more than the text.
func (b *builder) newStatus(id string) *dataset.Status {
	text := b.statusTexts[id]
	if text == "" || text == id {
		words := []rune(strings.NewReplacer("_", " ", "-", " ").Replace(id))
		words[0] = unicode.ToUpper(words[0])
		text = string(words)
	}
	return &dataset.Status{ID: id, Names: dataset.Names{b.Language: text}, Pattern: pattern(id)}
}
