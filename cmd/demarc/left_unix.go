//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package main

import (
	"os"
	"syscall"
)

// lock takes the lock of a file, if nobody has it, until the file is closed.
func lock(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// isDead tells whether no process has the number.
func isDead(process int) bool { return syscall.Kill(process, 0) == syscall.ESRCH }
