//go:build !race

// Measured is how much is computed, of which the race detector makes several times as much.

package server

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"demarc/data/live"
)

// board is a made-up dataset: a board of zones with rugged borders, each with some periods, and one
// county over half of it.
func board(side, periods, vertices int) fstest.MapFS {
	const cell = 0.1
	day := func(n int) string {
		return time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n).Format(time.DateOnly)
	}
	// at is a place on the border from a corner to the next one, which zones on both sides share.
	at := func(x, y, i int, east bool) [2]float64 {
		along := float64(i) / float64(vertices)
		off := 0.2 * math.Sin(float64(i*(7+x%5+y%3))) * min(along, 1-along)
		if i == 0 || i == vertices {
			off = 0
		}
		if east {
			return [2]float64{float64(x) + along, float64(y) + off}
		}
		return [2]float64{float64(x) + off, float64(y) + along}
	}
	var zones, control, events strings.Builder
	point := func(b *strings.Builder, p [2]float64) { fmt.Fprintf(b, "[%.6f,%.6f],", p[0]*cell, p[1]*cell) }
	for z := range side * side {
		x, y := z%side, z/side
		var ring strings.Builder
		for i := range vertices {
			point(&ring, at(x, y, i, true))
		}
		for i := range vertices {
			point(&ring, at(x+1, y, i, false))
		}
		for i := range vertices {
			point(&ring, at(x, y+1, vertices-i, true))
		}
		for i := range vertices {
			point(&ring, at(x, y, vertices-i, false))
		}
		point(&ring, at(x, y, 0, true))
		fmt.Fprintf(&zones, `,{"type": "Feature", "id": "z%d", "properties": {"names": {"en": "Zone %d"}, "sources": ["s"]}, "geometry": {"type": "Polygon", "coordinates": [[%s]]}}`,
			z, z, strings.TrimSuffix(ring.String(), ","))
		fmt.Fprintf(&control, `,"z%d": [`, z)
		for p := range periods {
			from, to := z%97+p*100, fmt.Sprintf("%q", day(z%97+p*100+100))
			if p == 0 {
				from = 0
			}
			if p == periods-1 {
				to = "null"
			}
			fmt.Fprintf(&control, `{"from": %q, "to": %s, "controller": "a%d", "status": "controlled", "event": "e%d"},`, day(from), to, (z+p)%2, from)
		}
		control.WriteString("]")
	}
	for n := range 97 + periods*100 {
		fmt.Fprintf(&events, `,{"id": "e%d", "date": %q, "kind": "capture", "title": {"en": "Day %d"}, "sources": ["s"]}`, n, day(n), n)
	}
	size := float64(side) * cell
	var county strings.Builder
	for i := range 4000 {
		angle := 2 * math.Pi * float64(i) / 4000
		r := size * (0.4 + 0.02*math.Sin(50*angle))
		fmt.Fprintf(&county, "[%.6f,%.6f],", size/2+r*math.Cos(angle), size/2+r*math.Sin(angle))
	}
	fmt.Fprintf(&county, "[%.6f,%.6f]", size*0.9, size/2)
	list := func(b *strings.Builder) string { return strings.TrimPrefix(b.String(), ",") }
	collection := func(features string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`{"type": "FeatureCollection", "features": [` + features + `]}`)}
	}
	return fstest.MapFS{
		"dataset.json": {Data: fmt.Appendf(nil, `{"format": 2, "id": "board", "version": "1", "title": {"en": "Board"}, "licence": "CC0-1.0", "attribution": "made up", "languages": ["en"],
  "covers": {"from": %q, "to": null, "extent": [-1, -1, %g, %g]}, "control_layer": "zones",
  "layers": [{"id": "zones", "title": {"en": "Zones"}, "partition": true}, {"id": "counties", "title": {"en": "Counties"}, "partition": false}],
  "statuses": [{"id": "controlled", "names": {"en": "Controlled"}, "pattern": "solid"}, {"id": "unknown", "names": {"en": "Unknown"}, "pattern": "dots"}]}`, day(0), size+1, size+1)},
		"actors.json":              {Data: []byte(`{"actors": [{"id": "a0", "names": {"en": "A"}, "color": "#0072b2"}, {"id": "a1", "names": {"en": "B"}, "color": "#d55e00"}]}`)},
		"sources.json":             {Data: []byte(`{"sources": [{"id": "s", "title": "A made-up board"}]}`)},
		"events.json":              {Data: []byte(`{"events": [` + list(&events) + `]}`)},
		"control.json":             {Data: []byte(`{"zones": {` + strings.ReplaceAll(list(&control), ",]", "]") + `}}`)},
		"regions/zones.geojson":    collection(list(&zones)),
		"regions/counties.geojson": collection(`{"type": "Feature", "id": "round", "properties": {"names": {"en": "Round"}, "sources": ["s"]}, "geometry": {"type": "Polygon", "coordinates": [[` + county.String() + `]]}}`),
	}
}

// cpu is the time that this process has computed.
func cpu() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u) // fails for no process of ours
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// quiet waits until nothing is computed any more.
func quiet() {
	for before := cpu(); ; {
		time.Sleep(30 * time.Millisecond)
		now := cpu()
		if now-before < 3*time.Millisecond {
			return
		}
		before = now
	}
}

// Work stops when its client leaves. Measured is what is computed from the request until all is
// quiet, with a client that stays and with one that leaves after a tenth of it.
func TestWorkEndsWithItsClient(t *testing.T) {
	if testing.Short() {
		t.Skip("measures how much is computed")
	}
	many, rugged := board(40, 10, 12), board(16, 1, 300)
	load := func(files fstest.MapFS) *live.Live {
		store, err := live.New(files)
		if err != nil {
			t.Fatal(err)
		}
		return store
	}
	loaded := load(many)
	for _, tt := range []struct {
		files          fstest.MapFS
		fresh          bool
		before, target string
		most           float64 // of the whole for a client that leaves
	}{
		{many, false, "", "/stats?within=round", 0.5},
		{many, false, "", "/export/control.geojson", 0.5},
		{many, false, "", "/export/control.gpkg", 0.5},
		{many, false, "", "/export/control.csv", 0.5},
		{many, true, "", "/export/zones.pmtiles?maxzoom=12", 0.5},
		{many, false, "", "/export/control.png?width=4000&height=4000", 0.5},
		{many, false, "", "/export/control.gif?width=400&height=300&datetime=2001-01-01/2001-01-10", 0.5},
		// What all zooms share is made before, once for all who ask; that of a zoom ends.
		{rugged, true, "/tiles/zones/2/2/1.mvt", "/export/zones.pmtiles?minzoom=5&maxzoom=11", 0.5},
	} {
		t.Run(tt.target, func(t *testing.T) {
			serve := func() *Server {
				store := loaded
				if tt.fresh { // what is made is kept with the snapshot
					store = load(tt.files)
				}
				s := newServer([]Dataset{{"board", store}}, Options{})
				if tt.before != "" {
					asked(t.Context(), s.guard(s.router()), "10.0.0.1", tt.before)
				}
				quiet()
				return s
			}
			s := serve()
			h := s.guard(s.router())
			before := cpu()
			if w := asked(t.Context(), h, "10.0.0.1", tt.target); w.Code != http.StatusOK {
				t.Fatalf("got %d: %.300s", w.Code, w.Body)
			}
			quiet()
			whole := cpu() - before

			s = serve()
			h = s.guard(s.router())
			ctx, leave := context.WithCancel(t.Context())
			before = cpu()
			done := make(chan struct{})
			go func() {
				asked(ctx, h, "10.0.0.1", tt.target)
				close(done)
			}()
			for cpu()-before < whole/10 {
				time.Sleep(time.Millisecond)
			}
			leave()
			<-done
			quiet()
			part := cpu() - before
			t.Logf("%v for a client that stays, %v for one that leaves", whole, part)
			if float64(part) > tt.most*float64(whole) {
				t.Errorf("%v were computed for a client that left after a tenth of %v, want %g of it at most", part, whole, tt.most)
			}
			s.idle(t)
		})
	}
}
