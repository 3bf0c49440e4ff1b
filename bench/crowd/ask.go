package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// bare answers the small questions as demarc does, with the same header lines and bytes, from
// memory. It is told its own address and that of demarc.
func bare(at string) error {
	own, demarc, _ := strings.Cut(at, ",")
	mux := http.NewServeMux()
	for _, path := range []string{locatePath, tilePath, "/healthz"} {
		answer, err := http.Get(demarc + path)
		if err != nil {
			return err
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK {
			return fmt.Errorf("%s: %s, %v", path, answer.Status, err)
		}
		header := answer.Header
		header.Del("Date")
		pattern, _, _ := strings.Cut(path, "?")
		mux.HandleFunc(pattern, func(w http.ResponseWriter, _ *http.Request) {
			for name, values := range header {
				w.Header()[name] = values
			}
			w.Write(body)
		})
	}
	listener, err := net.Listen("tcp", own)
	if err != nil {
		return err
	}
	return http.Serve(listener, mux)
}

// asked is what came of the small questions, in milliseconds.
type asked struct {
	Locate, Tile         latencies // of demarc
	BareLocate, BareTile latencies
	Health               latencies // of demarc
	Failed               int       // of demarc's
	First                string    // failure
}

type latencies struct {
	N                  int
	P50, P99, Greatest float64
}

// ask asks the servers, demarc and the bare one, by turns for a while, one question at a time, and
// demarc for its health beside, and prints asked.
func ask(servers []string, length time.Duration) error {
	var mu sync.Mutex
	var got asked
	failed := func(text string) {
		mu.Lock()
		defer mu.Unlock()
		if got.Failed++; got.First == "" {
			got.First = text
		}
	}
	end := time.Now().Add(length)
	var all sync.WaitGroup
	all.Go(func() {
		var times []float64
		client := clientAt(net.IPv4(127, 9, 0, 1))
		for time.Now().Before(end) {
			if ms, err := timed(client, servers[0]+"/healthz"); err != nil {
				failed(err.Error())
			} else {
				times = append(times, ms)
			}
			time.Sleep(100 * time.Millisecond)
		}
		got.Health = summed(times)
	})
	all.Go(func() {
		paths, times := []string{locatePath, tilePath}, make([][]float64, 2*len(servers))
		client := clientAt(net.IPv4(127, 9, 0, 2))
		for i := 0; time.Now().Before(end); i++ {
			path, server := i%2, i/2%2
			ms, err := timed(client, servers[server]+paths[path])
			if err != nil {
				failed(err.Error())
			} else {
				times[2*server+path] = append(times[2*server+path], ms)
			}
			time.Sleep(2 * time.Millisecond)
		}
		got.Locate, got.Tile, got.BareLocate, got.BareTile = summed(times[0]), summed(times[1]), summed(times[2]), summed(times[3])
	})
	all.Wait()
	return json.NewEncoder(os.Stdout).Encode(got)
}

func timed(client *http.Client, address string) (ms float64, err error) {
	start := time.Now()
	answer, err := client.Get(address)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return 0, err
	}
	if answer.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s: %s", address, answer.Status)
	}
	return float64(time.Since(start)) / float64(time.Millisecond), nil
}

func summed(times []float64) latencies {
	if len(times) == 0 {
		return latencies{}
	}
	slices.Sort(times)
	return latencies{len(times), times[len(times)/2], times[len(times)*99/100], times[len(times)-1]}
}

// clientAt returns a client of an address of this machine.
func clientAt(ip net.IP) *http.Client {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: ip}, Timeout: 20 * time.Second}
	return &http.Client{Timeout: 3 * time.Minute, Transport: &http.Transport{
		DialContext: dialer.DialContext, MaxIdleConnsPerHost: 1, DisableCompression: true,
	}}
}
