package data

import "demarc/data/dataset"

// Names and titles are objects by language in all answers. Notes and other texts for readers are
// strings, in English if they are there in English; only the state table, which a map shows in any
// language, has all of them, by language.

// english returns the text in the one form in which it is a string as JSON.
func english(t dataset.Text) dataset.Text { return dataset.NewText(t.In("en")) }

// inEnglish returns the event as answers have it.
func inEnglish(e *dataset.Event) *dataset.Event {
	if len(e.Note) == 0 {
		return e
	}
	told := *e
	told.Note = english(e.Note)
	return &told
}

// figuresInEnglish returns the published numbers of a region as answers have them.
func figuresInEnglish(figures []dataset.RegionFigure) []dataset.RegionFigure {
	told := make([]dataset.RegionFigure, len(figures))
	for i, f := range figures {
		told[i] = f
		told[i].Note = english(f.Note)
	}
	return told
}

// byLanguage returns the text with its language, which is the dataset's first where it does not
// say.
func (s *Snapshot) byLanguage(t dataset.Text) dataset.Text {
	if text, plain := t[""]; plain && len(s.Dataset.Languages) > 0 {
		return dataset.Text{s.Dataset.Languages[0]: text}
	}
	return t
}
