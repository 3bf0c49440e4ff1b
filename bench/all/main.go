// Command all runs every benchmark, or those named, and joins what they wrote into RESULTS.md.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"demarc/bench/measure"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(names []string) error {
	root, err := measure.Root()
	if err != nil {
		return err
	}
	if len(names) == 0 {
		if names, err = programs(root); err != nil {
			return err
		}
	}
	failed := 0
	for _, name := range names {
		fmt.Fprintln(os.Stderr, "bench:", name)
		c := exec.Command("go", "run", "./"+name)
		c.Dir, c.Stdout, c.Stderr = root, os.Stderr, os.Stderr
		if err := c.Run(); err != nil {
			fmt.Fprintf(os.Stderr, "bench: %s: %v\n", name, err)
			failed++
		}
	}
	if err := join(root); err != nil {
		return err
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d programs failed", failed, len(names))
	}
	return nil
}

// programs lists the folders that hold a benchmark.
func programs(root string) (names []string, err error) {
	files, err := filepath.Glob(filepath.Join(root, "*", "main.go"))
	for _, file := range files {
		if name := filepath.Base(filepath.Dir(file)); name != "all" {
			names = append(names, name)
		}
	}
	return names, err
}

// join writes RESULTS.md from all results there are.
func join(root string) error {
	files, err := filepath.Glob(filepath.Join(root, "results", "*.md"))
	if err != nil {
		return err
	}
	var text bytes.Buffer
	fmt.Fprintf(&text, "# Benchmarks\n\nWritten by `make bench` on %s, %s, %s, %d cores. Times are CPU time, medians of rounds that\n"+
		"take turns, with the least and greatest in brackets.\n",
		time.Now().UTC().Format(time.DateOnly), processor(), runtime.Version(), runtime.NumCPU())
	for _, file := range files {
		part, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		text.WriteString("\n")
		text.Write(part)
	}
	return os.WriteFile(filepath.Join(root, "RESULTS.md"), text.Bytes(), 0o666)
}

// processor returns what Linux calls the processor, else the architecture.
func processor() string {
	file, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if name, value, _ := strings.Cut(lines.Text(), ":"); strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}
