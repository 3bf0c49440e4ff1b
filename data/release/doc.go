// Package release keeps the versions of a dataset: what the map said on the day on which each was
// released. A fact has two times, when it held and when it was known; a release is the second.
//
// They stand beside the dataset, in files that are no part of it, see dataset.Beside:
//
//	versions.json                       a line for each, the oldest first
//	versions/3-0123456789abcdef.zip     all files of version 3, whose snapshot has this id
//
// A version is there once its line is: the zip is written before, under its own name, and only then
// the list takes the place of the one before at once. So a release that is broken off has changed
// nothing but for a zip or an unfinished file that no line names, and the next one drops these.
//
// What is read is not trusted. The name of a zip is made of its line and leads nowhere else, its
// bytes must be those that the line tells the hash of, and no more is unpacked than the caller has
// room for.
package release
