package permalink

import (
	"cmp"
	"fmt"
	"slices"

	"demarc/data"
	"demarc/data/dataset"
)

// Correction is what was wrong once of what a view states of its place.
type Correction struct {
	When  string // "Corrected on 20 November 1989"
	Parts []Said // what was said before, what is said now, why, who found it
}

// Said is a text of the dataset, with the language that it is had in, "" for that of the words, and
// what it is.
type Said struct{ What, Text, Lang string }

// corrections tells what was wrong once of a place and of whoever held it, the latest first.
func (v View) corrections(at data.Location) []Correction {
	var told []Correction
	all := slices.Clone(at.Control.Corrections)
	if !v.snapshot.StatesControl() { // what is told of the place is its regions
		for _, r := range at.Regions {
			all = append(all, r.Corrections...)
		}
	}
	for _, x := range all {
		c := Correction{When: v.corrected(x)}
		for _, part := range []struct {
			what string
			text dataset.Names
		}{{v.words.before, x.Before}, {v.words.after, x.After}, {v.words.why, x.Reason}} {
			if text := part.text.In(v.lang); text != "" {
				c.Parts = append(c.Parts, Said{part.what, text, v.foreign(v.hadIn(part.text))})
			}
		}
		if x.Reporter != "" {
			c.Parts = append(c.Parts, Said{v.words.found, x.Reporter, v.foreign(v.first())})
		}
		told = append(told, c)
	}
	return told
}

// corrected says that something was corrected, and when.
func (v View) corrected(x *data.Correction) string {
	return fmt.Sprintf(v.words.corrected, v.words.Date(x.Day))
}

// latestCorrected says when a period was corrected last, "" where it never was.
func (v View) latestCorrected(control *data.Control) string {
	if len(control.Corrections) == 0 {
		return ""
	}
	return v.corrected(slices.MaxFunc(control.Corrections, func(a, b *data.Correction) int { return cmp.Compare(a.Day, b.Day) }))
}

// hadIn returns the language that a text is had in where it is wanted in that of the view, see
// dataset.Names.In.
func (v View) hadIn(text dataset.Names) string {
	for _, lang := range []string{v.lang, "en"} {
		if _, ok := text[lang]; ok {
			return lang
		}
	}
	first := ""
	for lang := range text {
		if first == "" || lang < first {
			first = lang
		}
	}
	return first
}
