//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package main

import (
	"errors"
	"os"
	"syscall"
)

// lock takes the lock of a file, if nobody has it, until the file is closed.
func lock(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// lockOrTaken takes the lock of a file as lock does, and tells whether another process has it.
// Where the file system has no locks nobody has.
func lockOrTaken(f *os.File) (taken bool) {
	return errors.Is(syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB), syscall.EWOULDBLOCK)
}

// isDead tells whether no process has the number.
func isDead(process int) bool { return syscall.Kill(process, 0) == syscall.ESRCH }
