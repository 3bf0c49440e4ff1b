// Package data answers questions about regions: who controlled them when, and who says so.
//
// Open makes a Snapshot of the files of a dataset without errors. A Snapshot never changes and
// answers every question: which region a point lies in (Locate), who held a zone on a day
// (Control), what changed between two days (Diff), areas by controller (Stats), regions, events and
// figures, each layer as the table that every file format takes (Layer), the tiles (Tile). Its days
// are those of package date; the types of what the files state are those of package dataset.
package data
