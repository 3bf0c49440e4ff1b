// Package tables has the relational form of a dataset: every file of it as tables with types, keys
// and references, one row for each statement. GeoPackages for editing hold these tables.
//
//	files --Split--> Set of tables --Join--> files
//	                  |        ^
//	                 Diff    Merge
//
// A table is of one kind of thing (periods, events) or of what such things list (the sources of
// periods). Which members a thing has is asked of package dataset, so a member that is added to the
// format has its column without anything said here. Texts by language are a column for each
// language, attributes a column of their type.
//
// Nothing is lost: what no column can hold, such as members that the format does not know, stands
// as JSON in the column more of its row.
//
// # Keys
//
// The key of a row is its id. Periods have none in the files: theirs is the zone and the first day,
// and Align finds a period again whose first day has moved. A statement of law is known by its
// text, and what is listed by the key of the thing that lists it and its own content. Where a key
// is there twice, as when a zone was split and both halves bear its id, the later rows are told
// apart by a number.
package tables
