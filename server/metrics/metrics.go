// Package metrics tells monitoring what a server has done, in the text format of Prometheus. The
// server counts by itself, in plain numbers; they are named and written when they are asked for.
package metrics

import (
	"net/http"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"demarc/server"
)

// mostScrapes are answered at once; others get 503.
const mostScrapes = 4

// Handler answers /metrics with the counts of a server, of the Go runtime and of the process.
func Handler(counts func() server.Counts) http.Handler {
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(collector(counts), collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{MaxRequestsInFlight: mostScrapes}))
	return mux
}

// collector makes metrics of counts.
type collector func() server.Counts

// Describe names all metrics.
func (collector) Describe(descs chan<- *prometheus.Desc) {
	for _, m := range all {
		descs <- m.desc
	}
}

// Collect makes all metrics of the counts of one moment.
func (c collector) Collect(out chan<- prometheus.Metric) {
	w := writer(out)
	counts := c()
	w.requests(counts)
	w.gate("costly", counts.Costly)
	w.gate("tables", counts.Tables)
	w.caches(counts)
	for _, d := range counts.Datasets {
		w.dataset(d)
	}
}

// metric is a name with its meaning and labels.
type metric struct {
	desc *prometheus.Desc
	kind prometheus.ValueType
}

var all []metric

// counter and gauge add to the list of all metrics, while the package is set up.
func counter(name, help string, labels ...string) metric {
	return add(prometheus.CounterValue, name, help, labels)
}

func gauge(name, help string, labels ...string) metric {
	return add(prometheus.GaugeValue, name, help, labels)
}

func add(kind prometheus.ValueType, name, help string, labels []string) metric {
	m := metric{prometheus.NewDesc("demarc_"+name, help, labels, nil), kind}
	all = append(all, m)
	return m
}

// writer takes the metrics.
type writer chan<- prometheus.Metric

func (w writer) put(m metric, value float64, labels ...string) {
	w <- prometheus.MustNewConstMetric(m.desc, m.kind, value, labels...)
}

func (w writer) flag(m metric, holds bool, labels ...string) {
	value := 0.
	if holds {
		value = 1
	}
	w.put(m, value, labels...)
}

func status(code int) string {
	if code == 0 {
		return "left"
	}
	return strconv.Itoa(code)
}
