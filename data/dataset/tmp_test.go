package dataset_test

import (
	"demarc/data/dataset"
	"slices"
)

func without(problems []dataset.Problem, rule string) []dataset.Problem {
	return slices.DeleteFunc(slices.Clone(problems), func(p dataset.Problem) bool { return p.Rule == rule })
}
