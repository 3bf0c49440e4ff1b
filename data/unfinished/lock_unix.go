//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package unfinished

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// hold takes the lock of a file or folder until what it returns is closed. It is not ours if
// another has the lock, or it is gone. Where there are no locks, it is ours without one.
func hold(path string) (held *os.File, ours bool) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return nil, !errors.Is(err, fs.ErrNotExist)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, !errors.Is(err, syscall.EWOULDBLOCK)
	}
	// Whoever swept it had the lock before, and it has no name any more.
	locked, err := f.Stat()
	named, gone := os.Lstat(path)
	if err != nil || gone != nil || !os.SameFile(locked, named) {
		f.Close()
		return nil, false
	}
	return f, true
}
