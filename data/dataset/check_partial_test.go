package dataset_test

import (
	"testing"

	"demarc/data/dataset"
)

// A region with a faulty ring does not hide what is wrong between the others, and its place is not
// taken for a gap or for the end of the layer.
func TestPartitionIsJudgedWithoutFaultyRegions(t *testing.T) {
	const crossing = "[[10, 50], [11, 51], [11, 50], [10, 51], [10, 50]]"
	files := with(t, small(t), zonesFile, westRing, crossing)
	files = with(t, files, zonesFile, "\n]}", `,
  {"type": "Feature", "id": "over", "properties": {"names": {"en": "Over"}}, "geometry": {"type": "Polygon", "coordinates": [
    [[11.5, 50.9], [12.5, 50.9], [12.5, 51.5], [11.5, 51.5], [11.5, 50.9]]
  ]}}
]}`)
	files = with(t, files, "control.json", `"east": [`, `"over": [{"from": "2000-01-01", "to": null, "controller": "reds", "status": "controlled", "event": "start"}],
  "east": [`)
	files = with(t, files, "dataset.json", `"partition": true,`, `"partition": true, "outline": "counties",`)
	problems, err := dataset.CheckFiles(files)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, p := range problems {
		if p.Severity == dataset.Error {
			found[p.Rule]++
		}
	}
	if len(found) != 2 || found["ring"] != 1 || found["overlap"] != 1 {
		t.Errorf("got %v, want the ring that crosses itself and the overlap of the others", problems)
	}
}
