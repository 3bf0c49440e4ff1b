package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// group is a control group for one process.
type group struct {
	dir, tasks string
}

// newGroup makes a group that may have so many bytes, below that of this process, nil where that is
// not allowed.
func newGroup(bytes int64) *group {
	content, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(content)) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) < 3 {
			continue
		}
		tree, limit := "/sys/fs/cgroup", "memory.max"
		if parts[1] == "memory" {
			tree, limit = "/sys/fs/cgroup/memory", "memory.limit_in_bytes"
		} else if parts[1] != "" {
			continue
		}
		dir := filepath.Join(tree, parts[2], fmt.Sprintf("demarc-crowd-%d", os.Getpid()))
		if os.Mkdir(dir, 0o755) != nil {
			continue
		}
		g := &group{dir, filepath.Join(dir, "cgroup.procs")}
		if os.WriteFile(filepath.Join(dir, limit), []byte(strconv.FormatInt(bytes, 10)), 0o644) == nil {
			return g
		}
		g.remove()
	}
	return nil
}

// remove removes the group, once the kernel has seen that its process is gone.
func (g *group) remove() {
	for range 50 {
		if os.Remove(g.dir) == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// usage is what a process has at a moment.
type usage struct {
	resident             float64 // MB
	threads, descriptors int
}

func (s *scene) usage() (u usage) {
	proc := fmt.Sprintf("/proc/%d", s.demarc.Pid())
	status, _ := os.ReadFile(proc + "/status")
	for line := range strings.Lines(string(status)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		n, _ := strconv.Atoi(fields[1])
		switch fields[0] {
		case "VmRSS:":
			u.resident = float64(n) * 1024 / 1e6
		case "Threads:":
			u.threads = n
		}
	}
	open, _ := os.ReadDir(proc + "/fd")
	u.descriptors = len(open)
	return u
}

// watching samples a process.
type watching struct {
	end  chan struct{}
	most chan usage
}

func (s *scene) watch() *watching {
	w := &watching{make(chan struct{}), make(chan usage)}
	go func() {
		var most usage
		for {
			u := s.usage()
			most = usage{max(most.resident, u.resident), max(most.threads, u.threads), max(most.descriptors, u.descriptors)}
			select {
			case <-w.end:
				w.most <- most
				return
			case <-time.After(200 * time.Millisecond):
			}
		}
	}()
	return w
}

// stop returns the most of each that was seen.
func (w *watching) stop() usage {
	close(w.end)
	return <-w.most
}
