package measure

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// Usage is what a finished process took.
type Usage struct {
	CPU      time.Duration // user and system
	MaxBytes int64         // most memory resident at once
}

// launching, in the environment, tells this program to be a launcher; see Run.
const launching = "DEMARC_BENCH_LAUNCHER"

// Run runs a command to its end and returns what it took.
//
// Linux lets a process begin with the memory that its parent had resident when it was forked: its
// greatest residence is never less. A benchmark holds gigabytes, so the command is not its child,
// but that of a launcher, which is this program anew with nothing loaded, a few megabytes.
func Run(c *exec.Cmd) (Usage, error) {
	self, err := os.Executable()
	if err != nil {
		return Usage{}, err
	}
	from, to, err := os.Pipe()
	if err != nil {
		return Usage{}, err
	}
	defer from.Close()
	launcher := exec.Command(self, append([]string{c.Path}, c.Args[1:]...)...)
	launcher.Dir, launcher.Env = c.Dir, append(c.Environ(), launching+"=1")
	launcher.Stdin, launcher.Stdout, launcher.Stderr = c.Stdin, c.Stdout, c.Stderr
	launcher.ExtraFiles = []*os.File{to}
	err = launcher.Start()
	to.Close()
	if err != nil {
		return Usage{}, err
	}
	var said launched
	read := json.NewDecoder(from).Decode(&said)
	if err := errors.Join(launcher.Wait(), read); err != nil {
		return said.Usage, fmt.Errorf("launcher of %s: %w", c.Path, err)
	}
	if said.Failed != "" {
		return said.Usage, errors.New(said.Failed)
	}
	return said.Usage, nil
}

// launched is what a launcher says of its command.
type launched struct {
	Usage
	Failed string // why, empty if it ended well
}

func init() {
	if os.Getenv(launching) != "" {
		launch(os.Args[1:])
		os.Exit(0)
	}
}

// launch runs a command and writes what it took to the first file behind the standard ones.
func launch(arguments []string) {
	os.Unsetenv(launching)
	c := exec.Command(arguments[0], arguments[1:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	var said launched
	if err := c.Run(); err != nil {
		said.Failed = err.Error()
	}
	if state := c.ProcessState; state != nil {
		said.CPU = state.UserTime() + state.SystemTime()
		if r, ok := state.SysUsage().(*syscall.Rusage); ok {
			said.MaxBytes = r.Maxrss << 10 // Linux counts in KiB
		}
	}
	json.NewEncoder(os.NewFile(3, "usage")).Encode(said)
}
