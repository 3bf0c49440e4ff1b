package dataset

import "slices"

// beside are the names in the directory of a dataset that are no part of it: they tell how it came
// to be, what it was made of and what was released of it.
var beside = []string{"raw", "versions", "versions.json", "notify.json"}

// Beside tells whether a name in the directory of a dataset is no part of the dataset, as it tells
// how that came to be. Whoever copies or packs the dataset leaves it where it is.
func Beside(name string) bool { return slices.Contains(beside, name) }
