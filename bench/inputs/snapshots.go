package inputs

import (
	"bufio"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"
)

// Snapshots says how large a made-up archive of a front is: a file a day, with all that one party
// holds as one MultiPolygon without properties. Some days are missing. Most of a border is
// yesterday's: on six of seven days it moves at a few places, by some hundred metres or kilometres,
// and some positions that did not move are written a little otherwise.
type Snapshots struct {
	Days     int // files
	Vertices int // of the border
	Seed     uint64
}

// The land held is a shape around heldCentre, of which each vertex keeps its direction and moves
// along it, so that its border never crosses itself; degrees.
const heldRadius = 1.8

var (
	heldCentre     = [2]float64{37, 47.5}
	snapshotsStart = time.Date(2024, 7, 8, 0, 0, 0, 0, time.UTC)
)

// star is a border around a place, by direction.
type star struct {
	centre            [2]float64
	directions, radii []float64 // radians; degrees
	jitter            [][2]float64
}

func newStar(r *rand.Rand, centre [2]float64, vertices int, radius float64) star {
	s := star{centre: centre, jitter: make([][2]float64, vertices)}
	wave := r.Float64() * 2 * math.Pi
	for i := range vertices {
		direction := 2 * math.Pi * (float64(i) + 0.3*r.Float64()) / float64(vertices)
		s.directions = append(s.directions, direction)
		rough := 0.02*r.Float64() + 0.1*math.Sin(5*direction+wave) + 0.03*math.Sin(31*direction)
		s.radii = append(s.radii, radius*(1+rough))
	}
	return s
}

// move moves a stretch of the border out or in.
func (s *star) move(r *rand.Rand) {
	n := len(s.radii)
	first, count := r.IntN(n), 2+r.IntN(6)
	far := (0.004 + 0.03*r.Float64()*r.Float64()) * s.radii[first]
	if r.IntN(4) == 0 {
		far = -far // the other side takes some back
	}
	for k := range count {
		i := (first + k) % n
		s.radii[i] += far * (0.5 + r.Float64())
	}
}

// rewrite writes some positions a hand's breadth beside where they were.
func (s *star) rewrite(r *rand.Rand) {
	for range r.IntN(3) {
		s.jitter[r.IntN(len(s.jitter))] = [2]float64{2e-6 * float64(r.IntN(3)), 1e-6 * float64(r.IntN(3))}
	}
}

func (s *star) write(w *bufio.Writer) {
	position := func(i int) {
		sin, cos := math.Sincos(s.directions[i])
		fmt.Fprintf(w, "[%g, %g]", round6(s.centre[0]+1.5*s.radii[i]*cos+s.jitter[i][0]), round6(s.centre[1]+s.radii[i]*sin+s.jitter[i][1]))
	}
	fmt.Fprint(w, "[")
	for i := range s.radii {
		position(i)
		fmt.Fprint(w, ", ")
	}
	position(0)
	fmt.Fprint(w, "]")
}

// Write writes the files to a directory, which it makes.
func (s Snapshots) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(s.Seed, 769))
	land, hole := newStar(r, heldCentre, s.Vertices, heldRadius), newStar(r, heldCentre, 60, heldRadius/9)
	var islands []star
	for i := range 8 {
		at := [2]float64{heldCentre[0] + 5, heldCentre[1] - 2 + 0.5*float64(i)}
		islands = append(islands, newStar(r, at, 6+r.IntN(60), 0.1))
	}
	const missing = 5 // of all days, the last is none of them
	for day, files := 0, 0; files < s.Days; day++ {
		if day > 0 && r.IntN(7) > 0 {
			for range 1 + r.IntN(3) {
				land.move(r)
			}
			if r.IntN(20) == 0 {
				islands[r.IntN(len(islands))].move(r)
			}
			land.rewrite(r)
		}
		if gap := s.Days/missing + 1; day%gap == gap/2 {
			continue
		}
		files++
		name := filepath.Join(dir, fmt.Sprintf("front_%s.geojson", snapshotsStart.AddDate(0, 0, day).Format("20060102")))
		if err := writeSnapshot(name, append([]star{land}, islands[:len(islands)-day/150%3]...), &hole); err != nil {
			return err
		}
	}
	return nil
}

// writeSnapshot writes what is held on a day; the first part has the hole.
func writeSnapshot(name string, parts []star, hole *star) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprint(w, "{\"type\": \"FeatureCollection\", \"features\": [\n"+`{"type": "Feature", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": [`)
	for i := range parts {
		if i > 0 {
			fmt.Fprint(w, ", ")
		}
		fmt.Fprint(w, "[")
		parts[i].write(w)
		if i == 0 {
			fmt.Fprint(w, ", ")
			hole.write(w)
		}
		fmt.Fprint(w, "]")
	}
	fmt.Fprint(w, "]}}\n]}\n")
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
