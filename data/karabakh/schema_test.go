package karabakh_test

import (
	"testing"

	"demarc/data/dataset"
	"demarc/data/karabakh"
	"demarc/data/testdata"
)

// A validator that is not ours accepts the dataset by the published schemas.
func TestSchemasAcceptTheDataset(t *testing.T) {
	testdata.NewValidator(dataset.Schema).Accept(t, karabakh.FS())
}
