package data

import (
	"fmt"

	"demarc/data/date"
)

// keptUntil returns the day up to which the dataset was kept, for covered days after it.
func (s *Snapshot) keptUntil(day date.Date) *date.Date {
	if asOf := s.Dataset.AsOf; asOf != nil && day > *asOf && s.Timeline.covers.Contains(day) {
		return asOf
	}
	return nil
}

// keptBefore returns the day up to which the dataset was kept if some covered days of those asked
// for are later.
func (s *Snapshot) keptBefore(during date.Interval) *date.Date {
	asked, some := s.Timeline.covers.Intersection(during)
	if asOf := s.Dataset.AsOf; asOf != nil && some && asked.Last() > *asOf {
		return asOf
	}
	return nil
}

// UncoveredPart words the reason why some of the days asked for have no answer, "" when all are
// covered or when all days are meant.
func (s *Snapshot) UncoveredPart(during date.Interval) string {
	covers := s.Timeline.covers
	if during == date.Always || during.From >= covers.From && during.To <= covers.To {
		return ""
	}
	for _, day := range []date.Date{during.From, during.Last()} {
		if day != date.Beginning && day != date.Forever && !covers.Contains(day) {
			return s.Uncovered(day)
		}
	}
	return ""
}

// Uncovered words the reason why a day has no answer, "" for days that are covered.
func (s *Snapshot) Uncovered(day date.Date) string {
	covers := s.Timeline.covers
	if covers.Contains(day) {
		return ""
	}
	if covers.To == date.Forever {
		return fmt.Sprintf("%s is outside the days the dataset covers, which begin on %s", day, covers.From)
	}
	return fmt.Sprintf("%s is outside the days the dataset covers, %s to %s", day, covers.From, covers.Last())
}
