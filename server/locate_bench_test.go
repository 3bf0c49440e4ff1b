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
			46.2+random.Float64(), 39.2+1.1*random.Float64(), 1995+random.IntN(28), 1+random.IntN(12), 1+random.IntN(28)), nil)
	}
	b.ReportAllocs()
	next := 0
	for b.Loop() {
		w := discard{header: make(http.Header, 16)}
		h.ServeHTTP(&w, requests[next&4095])
		next++
	}
}
