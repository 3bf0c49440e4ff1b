package server_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"testing"
)

// BenchmarkLocate answers for places all over the bundled dataset, without net/http around it.
func BenchmarkLocate(b *testing.B) {
	h := handler(b)
	random := rand.New(rand.NewPCG(1, 1))
	requests := make([]*http.Request, 4096)
	for i := range requests {
		requests[i] = httptest.NewRequest(http.MethodGet, fmt.Sprintf("/locate?lon=%.5f&lat=%.5f&datetime=%d-%02d-%02d",
			-130.4+1.5*random.Float64(), -42.9+1.8*random.Float64(), 1962+random.IntN(27), 1+random.IntN(12), 1+random.IntN(28)), nil)
	}
	b.ReportAllocs()
	next := 0
	for b.Loop() {
		w := discard{header: make(http.Header, 16)}
		h.ServeHTTP(&w, requests[next&4095])
		next++
	}
}
