package imports

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// The same as TestAddingOneByOneIsImportingAtOnce, larger: DEMARC_POINTS=1000000 asks so many
// points and days, of ninety days added in a shuffled order.
func TestAddingOneByOneAtLength(t *testing.T) {
	points, err := strconv.Atoi(os.Getenv("DEMARC_POINTS"))
	if err != nil {
		t.Skip("DEMARC_POINTS says how many")
	}
	a := newArchive(9, archiveOptions{days: 90, jitter: true})
	order := a.all()
	rand.New(rand.NewPCG(9, 5)).Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
	want := opened(t, a.atOnce(t, a.all()...))
	got := opened(t, a.oneByOne(t, order))
	compared(t, got, want, true, 9, points)
	t.Logf("zones: %d at once, %d one by one", len(want.Dataset.Regions), len(got.Dataset.Regions))
}
