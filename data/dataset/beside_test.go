package dataset_test

import (
	"testing"
	"testing/fstest"

	"demarc/data/dataset"
	"demarc/data/testdata"
)

// What tells how a directory came to be is neither in the hash of the dataset nor a stray file; what
// merely has such a name elsewhere is.
func TestLoadLeavesAloneWhatIsBeside(t *testing.T) {
	files := testdata.Copy(t, testdata.Small())
	before, err := dataset.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"versions.json", "versions/1-0123456789abcdef.zip", "raw/import.json", "raw/x.geojson"} {
		files[name] = &fstest.MapFile{Data: []byte("not read {")}
	}
	after, err := dataset.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	if before.Dataset.Hash != after.Dataset.Hash {
		t.Error("the hash has changed")
	}
	if a, b := before.Check(), after.Check(); len(a) != len(b) {
		t.Errorf("got %v, want %v as before", b, a)
	}
	files["version.json"] = &fstest.MapFile{Data: []byte("{}")}
	if stray, err := dataset.Load(files); err != nil || len(stray.Check()) != len(before.Check())+1 {
		t.Errorf("a file of another name: got %v, %v, want it to be a stray file", stray.Check(), err)
	}
}
