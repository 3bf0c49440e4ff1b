package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"

	"demarc/server"
	"demarc/server/admit"
)

// memoryFlag is a number of bytes.
type memoryFlag int64

// leastMemory is what the program and a small dataset need.
const leastMemory = 64 << 20

// units are powers of 1000 or, with an i, of 1024.
var units = map[string]float64{"": 1, "B": 1, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "KIB": 1 << 10, "MIB": 1 << 20, "GIB": 1 << 30, "TIB": 1 << 40}

func (m *memoryFlag) String() string {
	if *m == 0 {
		return ""
	}
	return fmt.Sprintf("%d MiB", int64(*m)>>20)
}

func (m *memoryFlag) Set(text string) error {
	number := strings.TrimRight(text, "bBkKmMgGtTiI ")
	n, err := strconv.ParseFloat(number, 64)
	unit, known := units[strings.ToUpper(strings.TrimSpace(text[len(number):]))]
	switch bytes := n * unit; {
	case err != nil || !known || math.IsNaN(bytes) || bytes > 1<<60:
		return errors.New("want a number of bytes such as 512MB or 2GiB")
	case bytes < leastMemory:
		return fmt.Errorf("want at least %d MiB", leastMemory>>20)
	default:
		*m = memoryFlag(bytes)
	}
	return nil
}

// limitMemory returns what the server is to live in, which the Go runtime is told too unless
// GOMEMLIMIT tells it already. Without the flag it is half of what the machine, or the control
// group, allows.
func limitMemory(given memoryFlag) int64 {
	memory := int64(given)
	if memory == 0 {
		if memory = admit.Memory(os.DirFS("/")) / 2; memory == 0 {
			memory = server.DefaultMemory
		}
		memory = max(memory, leastMemory)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memory)
	}
	return memory
}

// collectAt has garbage collected when the heap has grown by a percentage, unless GOGC says when.
func collectAt(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

// sayMemory warns when the datasets alone take most of the memory. The limit of the runtime is
// raised then: it would collect garbage all the time.
func sayMemory(w io.Writer, memory int64) {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	bytes := int64(live[0].Value.Uint64())
	if bytes <= memory/4*3 {
		return
	}
	fmt.Fprintf(w, "demarc: the datasets take %d MiB of the %d MiB that -memory leaves to the server: want more\n", bytes>>20, memory>>20)
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(max(memory, bytes+bytes/2))
	}
}
