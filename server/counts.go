package server

import (
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"demarc/data/dataset"
	"demarc/server/admit"
)

// traffic counts the requests of a route. It is written to by every request: no lock, no map.
type traffic struct {
	statuses [6][32]atomic.Uint64 // by hundreds, and what is beyond them; [0][0]: not answered
	within   [len(durations) + 1]atomic.Uint64
	nanos    atomic.Int64
	bytes    atomic.Uint64
}

// durations are the bounds, in seconds, within which requests are counted.
var durations = [...]float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60}

// count counts a request that has ended.
func (t *traffic) count(status int, bytes int64, took time.Duration) {
	hundreds, rest := status/100, status%100
	if hundreds >= len(t.statuses) || rest >= len(t.statuses[0]) {
		hundreds, rest = min(hundreds, len(t.statuses)-1), 0
	}
	t.statuses[hundreds][rest].Add(1)
	i, _ := slices.BinarySearch(durations[:], took.Seconds())
	t.within[i].Add(1)
	t.nanos.Add(int64(took))
	t.bytes.Add(uint64(bytes))
}

// Counts say what a server has done since its start, and what it has to do.
type Counts struct {
	Version  string
	Routes   []RouteCounts // those that were asked for
	UnderWay int           // requests
	Accept   AcceptErrors
	TLS      *Certificate // nil: there is no TLS

	Costly, Tables admit.Counts
	Listeners      int // of /live

	Tiles    TileCounts
	Archives FileCounts
	Disk     DiskCounts

	Datasets []DatasetCounts
}

// RouteCounts are those of the requests of a route, wherever its path stands.
type RouteCounts struct {
	Route    string             // the pattern of its path; "other" for paths of none
	Method   string             // GET stands for HEAD too
	Statuses map[int]uint64     // 0: the client had left before there was an answer
	Within   map[float64]uint64 // requests that took no more than so many seconds
	Requests uint64
	Seconds  float64 // all together
	Bytes    uint64  // of the bodies of answers, as sent
}

// TileCounts are those of the tiles kept in memory.
type TileCounts struct {
	Hits, Misses        uint64
	Tiles, Bytes, Limit int
}

// FileCounts are those of the files kept, which are read in parts.
type FileCounts struct {
	Hits, Misses uint64
	Files        int
	Bytes        int64
}

// DiskCounts are those of all temporary files.
type DiskCounts struct{ Bytes, Limit int64 }

// DatasetCounts are those of a dataset.
type DatasetCounts struct {
	ID                string
	Snapshot, Version string    // "" before a dataset was accepted
	Since             time.Time // the snapshot is the current one

	Accepted, Refused int       // attempts to load
	Loaded            time.Time // when the latest was
	LatestRefused     bool
	Errors, Warnings  int // found by it
	Gone              bool
	GoneFor           time.Duration // how long it is
}

// Counts returns the counts of now.
func (s *Server) Counts() Counts {
	c := Counts{
		Version: s.options.Version, Routes: s.routeCounts(), UnderWay: int(s.underWay.Load()), Accept: s.accept.errors(),
		Costly: s.admission.costly.Counts(), Tables: s.admission.tables.Counts(), Listeners: s.listeners.count(),
		Tiles: s.tiles.counts(), Archives: s.files.counts(), Disk: s.disk.counts(),
	}
	if s.options.Certificate != nil {
		kept := s.options.Certificate()
		c.TLS = &kept
	}
	for _, d := range s.datasets {
		c.Datasets = append(c.Datasets, d.counts())
	}
	return c
}

func (s *Server) routeCounts() (all []RouteCounts) {
	seen := map[*traffic]bool{}
	for _, r := range slices.Concat(s.routes, []*route{s.file, s.elsewhere}) {
		if seen[r.traffic] {
			continue
		}
		seen[r.traffic] = true
		if counts := r.counts(); counts.Requests > 0 {
			all = append(all, counts)
		}
	}
	return all
}

// shareTraffic gives each route its traffic; rows that look the same from outside share one.
func shareTraffic(routes []*route) {
	known := map[[2]string]*traffic{}
	for _, r := range routes {
		key := [2]string{r.template(), r.method}
		if known[key] == nil {
			known[key] = &traffic{}
		}
		r.traffic = known[key]
	}
}

func (r *route) counts() RouteCounts {
	t := r.traffic
	c := RouteCounts{
		Route: r.template(), Method: r.method, Statuses: map[int]uint64{}, Within: map[float64]uint64{},
		Seconds: time.Duration(t.nanos.Load()).Seconds(), Bytes: t.bytes.Load(),
	}
	if c.Method == "" {
		c.Method = http.MethodGet
	}
	for i := range t.within {
		c.Requests += t.within[i].Load()
		if i < len(durations) {
			c.Within[durations[i]] = c.Requests
		}
	}
	for hundreds := range t.statuses {
		for rest := range t.statuses[hundreds] {
			if n := t.statuses[hundreds][rest].Load(); n > 0 {
				c.Statuses[100*hundreds+rest] = n
			}
		}
	}
	return c
}

func (d *hosted) counts() DatasetCounts {
	c := DatasetCounts{ID: d.ID}
	if state := d.State(); state.Current != nil {
		c.Snapshot, c.Version, c.Since = state.Current.ID, state.Current.Dataset.Version, state.Since
	}
	if last := d.Last(); last != nil {
		c.Accepted, c.Refused, c.Loaded, c.LatestRefused = last.Accepted, last.Refused, last.Time, last.Err != nil
		c.Errors, c.Gone = dataset.Errors(last.Problems), last.Gone != nil
		if c.Gone {
			c.GoneFor = time.Since(last.GoneSince)
		}
		c.Warnings = len(last.Problems) - c.Errors
	}
	return c
}
