package data

import "demarc/data/dataset"

// All texts for readers are objects by language in all answers: names, titles, and notes, which a
// map shows in any of its languages. Columns of tables have one text, see In.

// byLanguage returns the text with its language, which is the dataset's first where it does not
// say.
func (s *Snapshot) byLanguage(t dataset.Text) dataset.Text {
	if text, plain := t[""]; plain && len(s.Dataset.Languages) > 0 {
		return dataset.Text{s.Dataset.Languages[0]: text}
	}
	return t
}

// toldEvent returns the event as answers have it.
func (s *Snapshot) toldEvent(e *dataset.Event) *dataset.Event {
	if len(e.Note) == 0 {
		return e
	}
	told := *e
	told.Note = s.byLanguage(e.Note)
	return &told
}

// toldFigures returns the published numbers of a region as answers have them.
func (s *Snapshot) toldFigures(figures []dataset.RegionFigure) []dataset.RegionFigure {
	told := make([]dataset.RegionFigure, len(figures))
	for i, f := range figures {
		told[i] = f
		told[i].Note = s.byLanguage(f.Note)
	}
	return told
}
