package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"demarc/bench/measure"
)

// peak adds how much memory a server of its own process had at most, after all operations on crowd
// were asked of it one after the other.
func peak(report *measure.Report) error {
	bench, err := measure.Root()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "demarc-growth")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	binary, files := filepath.Join(dir, "demarc"), filepath.Join(dir, "files")
	build := exec.Command("go", "build", "-o", binary, "./cmd/demarc")
	build.Dir = filepath.Dir(bench)
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	if err := crowd.Write(files); err != nil {
		return err
	}
	size := 0.0
	if err := filepath.WalkDir(files, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			size += float64(info.Size())
		}
		return err
	}); err != nil {
		return err
	}
	most, err := peakOf(binary, files)
	if err != nil {
		return err
	}
	report.AtMost("peak memory after all operations, by the size of the dataset's files", most/size, 20, " times")
	return nil
}

// peakOf serves the files and returns the greatest resident memory in bytes.
func peakOf(binary, files string) (float64, error) {
	free, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return 0, err
	}
	address := free.Addr().String()
	free.Close()
	server := exec.Command(binary, "serve", "-addr", address, "-data", files)
	if err := server.Start(); err != nil {
		return 0, err
	}
	defer func() {
		server.Process.Kill()
		server.Wait()
	}()
	for range 600 {
		if r, err := http.Get("http://" + address + "/readyz"); err == nil {
			r.Body.Close()
			if r.StatusCode == http.StatusOK {
				break
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	for _, o := range operations {
		r, err := http.Get("http://" + address + o.target)
		if err != nil {
			return 0, err
		}
		_, err = io.Copy(io.Discard, r.Body)
		r.Body.Close()
		if err != nil {
			return 0, err
		}
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", server.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
	fields := bytes.Fields(rest)
	if len(fields) == 0 {
		return 0, fmt.Errorf("the kernel tells no VmHWM")
	}
	kib, err := strconv.ParseFloat(string(fields[0]), 64)
	return kib * 1024, err
}
