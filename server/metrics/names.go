package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"demarc/server"
	"demarc/server/admit"
)

// The metrics, in the order of docs/operate.md.
var (
	build    = gauge("build_info", "Always 1; the version of the program is a label.", "version")
	requests = counter("http_requests_total", "Requests answered, by the pattern of their path and the status; \"left\": the client left first.",
		"route", "method", "status")
	seconds  = gauge("http_request_duration_seconds", "How long requests took, sending included.", "route", "method")
	bodies   = counter("http_response_bytes_total", "Bytes of the bodies of answers, as they were sent.", "route", "method")
	underWay = gauge("http_requests_in_flight", "Requests being answered.")
	failed   = counter("accept_errors_total", "Connections that the system did not give, mostly for want of descriptors.")
	listen   = gauge("live_listeners", "Clients that listen to /live.")
	expires  = gauge("tls_certificate_expiry_timestamp_seconds", "When the certificate that is served ends, in seconds since 1970.")
	unread   = gauge("tls_certificate_refused", "Whether the files of the certificate cannot be used as they are now, so that the one before is served.")

	waiting  = gauge("admission_waiting", "Costly requests that wait for room.", "gate")
	working  = gauge("admission_working", "Costly requests that have room.", "gate")
	room     = gauge("admission_bytes", "Room taken, in bytes of memory.", "gate")
	admitted = counter("admission_admitted_total", "Costly requests that were let in.", "gate")
	refused  = counter("admission_refused_total", "Costly requests refused, and those whose client left while they waited.", "gate", "reason")

	found   = counter("cache_hits_total", "Questions answered from what is kept.", "cache")
	missed  = counter("cache_misses_total", "Questions for which it had to be made.", "cache")
	entries = gauge("cache_entries", "What is kept: tiles, archives.", "cache")
	kept    = gauge("cache_bytes", "Bytes that they take.", "cache")
	limit   = gauge("tile_cache_limit_bytes", "Bytes that tiles may take.")
	disk    = gauge("temporary_file_bytes", "Bytes of temporary files, those of archives included.")
	most    = gauge("temporary_file_limit_bytes", "Bytes that temporary files may take.")

	snapshot = gauge("dataset_snapshot_info", "Always 1; which snapshot is served, and the version of its dataset, are labels.", "dataset", "snapshot", "version")
	since    = gauge("dataset_snapshot_timestamp_seconds", "When the snapshot became the one that is served, in seconds since 1970.", "dataset")
	ready    = gauge("dataset_ready", "Whether there is a snapshot to answer from.", "dataset")
	loads    = counter("dataset_loads_total", "Attempts to load the files of the dataset.", "dataset", "result")
	loaded   = gauge("dataset_latest_load_timestamp_seconds", "When the latest attempt to load ended, in seconds since 1970.", "dataset")
	rejected = gauge("dataset_latest_load_refused", "Whether the latest attempt to load was refused, so that an older snapshot is served, or none.", "dataset")
	problems = gauge("dataset_problems", "Problems that the latest attempt to load has found.", "dataset", "severity")
	gone     = gauge("dataset_directory_gone", "Whether the directory or database of the dataset cannot be looked at.", "dataset")
	goneFor  = gauge("dataset_directory_gone_seconds", "For how long the directory or database of the dataset cannot be looked at; what was loaded before is served on.", "dataset")
)

func (w writer) requests(c server.Counts) {
	w.put(build, 1, c.Version)
	for _, r := range c.Routes {
		for code, n := range r.Statuses {
			w.put(requests, float64(n), r.Route, r.Method, status(code))
		}
		w <- prometheus.MustNewConstHistogram(seconds.desc, r.Requests, r.Seconds, r.Within, r.Route, r.Method)
		w.put(bodies, float64(r.Bytes), r.Route, r.Method)
	}
	w.put(underWay, float64(c.UnderWay))
	w.put(failed, float64(c.Accept.Count))
	w.put(listen, float64(c.Listeners))
	if c.TLS != nil {
		w.put(expires, unix(c.TLS.NotAfter))
		w.flag(unread, c.TLS.Refused != nil)
	}
}

func (w writer) gate(name string, c admit.Counts) {
	w.put(waiting, float64(c.Waiting), name)
	w.put(working, float64(c.Working), name)
	w.put(room, float64(c.Bytes), name)
	w.put(admitted, float64(c.Admitted), name)
	w.put(refused, float64(c.QueueFull), name, "queue_full")
	w.put(refused, float64(c.ShareFull), name, "share_full")
	w.put(refused, float64(c.TooLong), name, "waited_too_long")
	w.put(refused, float64(c.Left), name, "left")
}

func (w writer) caches(c server.Counts) {
	w.put(found, float64(c.Tiles.Hits), "tiles")
	w.put(missed, float64(c.Tiles.Misses), "tiles")
	w.put(entries, float64(c.Tiles.Tiles), "tiles")
	w.put(kept, float64(c.Tiles.Bytes), "tiles")
	w.put(found, float64(c.Archives.Hits), "archives")
	w.put(missed, float64(c.Archives.Misses), "archives")
	w.put(entries, float64(c.Archives.Files), "archives")
	w.put(kept, float64(c.Archives.Bytes), "archives")
	w.put(limit, float64(c.Tiles.Limit))
	w.put(disk, float64(c.Disk.Bytes))
	w.put(most, float64(c.Disk.Limit))
}

func (w writer) dataset(d server.DatasetCounts) {
	w.flag(ready, d.Snapshot != "", d.ID)
	if d.Snapshot != "" {
		w.put(snapshot, 1, d.ID, d.Snapshot, d.Version)
		w.put(since, unix(d.Since), d.ID)
	}
	w.put(loads, float64(d.Accepted), d.ID, "accepted")
	w.put(loads, float64(d.Refused), d.ID, "refused")
	if !d.Loaded.IsZero() {
		w.put(loaded, unix(d.Loaded), d.ID)
	}
	w.flag(rejected, d.LatestRefused, d.ID)
	w.put(problems, float64(d.Errors), d.ID, "error")
	w.put(problems, float64(d.Warnings), d.ID, "warning")
	w.flag(gone, d.Gone, d.ID)
	w.put(goneFor, d.GoneFor.Seconds(), d.ID)
}

func unix(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
