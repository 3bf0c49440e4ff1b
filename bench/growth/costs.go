package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"demarc/bench/inputs"
	"demarc/bench/peers"
)

// patience is how much CPU an operation may take.
const patience = 20 * time.Second

// tooLong stands for the figure of an operation that took more.
var tooLong = fmt.Sprintf("> %d", patience.Milliseconds())

// absent stands for the figure of an operation that a program does not have.
const absent = "–"

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
	notes   *notebook
	note    note // what is the same in the notes of the round
}

// shift is a request that allocates, and makes nothing that others need.
const shift = "/export/zones.geojson"

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

// costsOf measures the programs on a dataset. What took too long of a smaller one, if that is
// named, is not asked again.
func costsOf(grid inputs.Grid, programs []string, rounds int, notes *notebook, smaller []*costs) ([]*costs, error) {
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
	for i, program := range programs {
		id, err := identity(program)
		if err != nil {
			return nil, err
		}
		c := &costs{
			ms: map[string]float64{}, bytes: map[string]int64{}, skipped: map[string]string{},
			files: size, program: program, dir: files, logs: dir,
			notes: notes, note: note{Program: id, Dataset: fmt.Sprintf("%+v", grid)},
		}
		if smaller != nil {
			for name, why := range smaller[i].skipped {
				c.skipped[name] = why
			}
		}
		all = append(all, c)
	}
	for round := range rounds {
		for i, c := range all {
			if i > 0 && round > 0 {
				continue // some of what it was asked before takes long: once must do
			}
			c.note.Round = round
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

// round starts the server and asks everything of it, unless that is noted already. One that is
// still at work on what took too long is started anew.
func (c *costs) round() error {
	old, ended := c.notes.of(c.note.Program, c.note.Dataset, c.note.Round)
	for _, n := range old {
		if ended || n.Skipped != "" {
			c.take(n)
		}
	}
	if ended {
		return nil
	}
	s, err := c.start()
	if err != nil {
		return err
	}
	defer func() { s.Stop() }()
	for range c.note.Round { // so that collections of garbage fall into other operations than in other rounds
		if _, err := s.Ask(shift, patience); err != nil {
			return err
		}
	}
	for _, o := range operations {
		if c.skipped[o.name] != "" {
			continue
		}
		before := s.CPU()
		bytes, err := s.Ask(o.target, patience)
		n := note{Operation: o.name, Bytes: bytes}
		var refused *peers.Refusal
		switch {
		case errors.As(err, &refused):
			n.Skipped = absent
		case err != nil:
			n.Skipped = tooLong
			c.peak = max(c.peak, s.Peak())
			s.Stop()
			if s, err = c.start(); err != nil {
				return err
			}
		default:
			time.Sleep(20 * time.Millisecond) // for what ends behind the answer
			n.MS = milliseconds(s.CPU() - before)
		}
		if err := c.noted(n); err != nil {
			return err
		}
	}
	return c.noted(note{Peak: max(c.peak, s.Peak())})
}

func (c *costs) start() (*peers.Server, error) {
	s, err := peers.Start(c.logs, "/readyz", c.program, "serve", "-addr", "127.0.0.1:PORT", "-data", c.dir)
	if err != nil {
		return nil, err
	}
	s.Settle()
	return s, c.noted(note{Operation: starting, MS: milliseconds(s.CPU())})
}

func milliseconds(cpu time.Duration) float64 { return float64(cpu) / float64(time.Millisecond) }

// noted takes what has just been measured, says it and writes it down.
func (c *costs) noted(n note) error {
	n.Program, n.Dataset, n.Round = c.note.Program, c.note.Dataset, c.note.Round
	c.take(n)
	if n.Operation != "" {
		fmt.Fprintf(os.Stderr, "bench/growth: %s %s: %.1f ms %s\n", n.Program, n.Operation, n.MS, n.Skipped)
	}
	return c.notes.write(n)
}

// take adds a note to the costs.
func (c *costs) take(n note) {
	switch least, known := c.ms[n.Operation]; {
	case n.Operation == "":
		c.peak = max(c.peak, n.Peak)
	case n.Skipped != "":
		c.skipped[n.Operation] = n.Skipped
		delete(c.ms, n.Operation)
	default:
		if c.bytes[n.Operation] = n.Bytes; !known || n.MS < least {
			c.ms[n.Operation] = n.MS
		}
	}
}
