package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"demarc/bench/inputs"
	"demarc/bench/peers"
)

// patience is how much CPU an operation may take.
const patience = time.Minute

// starting is the name of what a server does before it is asked anything.
const starting = "load, check and snapshot, and what is made behind"

// costs are those of a program on a dataset.
type costs struct {
	ms      map[string]float64 // the least CPU of the rounds
	bytes   map[string]int64   // of the answers
	skipped map[string]string  // why there is no figure
	peak    float64            // the most memory, bytes
	files   float64            // bytes of the dataset
	program string
	dir     string // of the dataset
	logs    string // folder for what the servers print
}

// names are those of all operations in order.
func names() []string {
	list := []string{starting}
	for _, o := range operations {
		list = append(list, o.name)
	}
	return list
}

// cell is the figure of an operation.
func (c *costs) cell(name string) string {
	if ms, known := c.ms[name]; known {
		return fmt.Sprintf("%.1f", ms)
	}
	return c.skipped[name]
}

// costsOf measures the programs on a dataset.
func costsOf(grid inputs.Grid, programs []string, rounds int) ([]*costs, error) {
	dir, err := os.MkdirTemp("", "demarc-growth")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	files := filepath.Join(dir, "files")
	if err := grid.Write(files); err != nil {
		return nil, err
	}
	size, err := sizeOf(files)
	if err != nil {
		return nil, err
	}
	var all []*costs
	for _, program := range programs {
		all = append(all, &costs{
			ms: map[string]float64{}, bytes: map[string]int64{}, skipped: map[string]string{},
			files: size, program: program, dir: files, logs: dir,
		})
	}
	for round := range rounds {
		for i, c := range all {
			if i > 0 && round > 0 {
				continue // some of what it was asked before takes a minute: once must do
			}
			if err := c.round(); err != nil {
				return nil, fmt.Errorf("%s: %w", c.program, err)
			}
		}
	}
	return all, nil
}

func sizeOf(dir string) (size float64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			size += float64(info.Size())
		}
		return err
	})
	return size, err
}

// round starts the server and asks everything of it. One that is still at work on what took too
// long is started anew.
func (c *costs) round() error {
	s, err := c.start()
	if err != nil {
		return err
	}
	defer func() { s.Stop() }()
	for _, o := range operations {
		if c.skipped[o.name] != "" {
			continue
		}
		before := s.CPU()
		bytes, err := patient(s, s.Address+o.target)
		var refused *refusal
		switch {
		case errors.As(err, &refused):
			c.skipped[o.name] = "–" // it does not have this
			continue
		case err != nil:
			c.skipped[o.name] = fmt.Sprintf("> %.0f s", patience.Seconds())
			c.peak = max(c.peak, s.Peak())
			s.Stop()
			if s, err = c.start(); err != nil {
				return err
			}
			continue
		}
		time.Sleep(20 * time.Millisecond) // for what ends behind the answer
		c.note(o.name, s.CPU()-before)
		c.bytes[o.name] = bytes
	}
	c.peak = max(c.peak, s.Peak())
	return nil
}

func (c *costs) start() (*peers.Server, error) {
	s, err := peers.Start(c.logs, "/readyz", c.program, "serve", "-addr", "127.0.0.1:PORT", "-data", c.dir)
	if err != nil {
		return nil, err
	}
	s.Settle()
	c.note(starting, s.CPU())
	return s, nil
}

func (c *costs) note(name string, cpu time.Duration) {
	ms := float64(cpu) / float64(time.Millisecond)
	if least, known := c.ms[name]; !known || ms < least {
		c.ms[name] = ms
	}
}

// refusal is an answer without success.
type refusal struct{ status string }

func (r *refusal) Error() string { return r.status }

// patient asks until the server has used what it may.
func patient(s *peers.Server, address string) (int64, error) {
	ctx, leave := context.WithCancel(context.Background())
	defer leave()
	before := s.CPU()
	go func() {
		for ctx.Err() == nil && s.CPU()-before < patience {
			time.Sleep(100 * time.Millisecond)
		}
		leave()
	}()
	return ask(ctx, address)
}

// ask reads an answer to its end.
func ask(ctx context.Context, address string) (int64, error) {
	question, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	answer, err := http.DefaultClient.Do(question)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusNoContent {
		return 0, &refusal{answer.Status}
	}
	return io.Copy(io.Discard, answer.Body)
}
