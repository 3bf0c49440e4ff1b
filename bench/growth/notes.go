package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
)

// note is what one operation took in one round, or, without an operation, that the round has ended.
type note struct {
	Program   string  `json:"program"` // by its content
	Dataset   string  `json:"dataset"`
	Round     int     `json:"round"`
	Operation string  `json:"operation,omitempty"`
	MS        float64 `json:"ms,omitempty"`
	Bytes     int64   `json:"bytes,omitempty"`
	Skipped   string  `json:"skipped,omitempty"` // why there is no figure
	Peak      float64 `json:"peak,omitempty"`    // bytes, of the round
}

// notebook keeps notes in a file, each written as soon as it is known, so that a run which was
// stopped is taken up where it was: rounds that have ended are not measured again, nor is what took
// too long in one that has not. The nil notebook keeps none.
type notebook struct {
	file *os.File
	old  []note
}

func openNotebook(name string) (*notebook, error) {
	if name == "" {
		return nil, nil
	}
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return nil, err
	}
	b := &notebook{file: file}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var n note
		if json.Unmarshal(lines.Bytes(), &n) == nil { // the last one may have been cut off
			b.old = append(b.old, n)
		}
	}
	return b, nil
}

func (b *notebook) write(n note) error {
	if b == nil {
		return nil
	}
	line, err := json.Marshal(n)
	if err == nil {
		_, err = b.file.Write(append(line, '\n'))
	}
	return err
}

// of returns the notes of a round of an earlier run, and whether it came to its end.
func (b *notebook) of(program, dataset string, round int) (notes []note, ended bool) {
	if b == nil {
		return nil, false
	}
	for _, n := range b.old {
		if n.Program == program && n.Dataset == dataset && n.Round == round {
			notes, ended = append(notes, n), ended || n.Operation == ""
		}
	}
	return notes, ended
}

// identity names a program by its content.
func identity(program string) (string, error) {
	text, err := os.ReadFile(program)
	return fmt.Sprintf("%.6x", sha256.Sum256(text)), err
}
