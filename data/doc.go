// Package data answers questions about regions: who controlled them when, and who says so.
//
// A dataset without errors becomes a Snapshot. It never changes and answers every question: which region a point lies
// in, what held on a day, what changed between two days, the layers as tables, the tiles.
package data
