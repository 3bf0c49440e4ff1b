// Package listen opens what connections come in by: TCP, a unix socket, or sockets that systemd
// holds, so that none is refused while the program starts.
package listen

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/coreos/go-systemd/v22/activation"
)

const unixPrefix = "unix:"

// Address is host:port, or the path of a unix socket.
type Address struct{ network, at string }

// Parse reads host:port, or unix:/path.
func Parse(text string) (Address, error) {
	if path, is := strings.CutPrefix(text, unixPrefix); is {
		if path == "" || strings.ContainsRune(path, 0) || path[0] == '@' {
			return Address{}, errors.New("want the path of a socket, as in unix:/run/demarc/http.sock")
		}
		return Address{"unix", path}, nil
	}
	if _, _, err := net.SplitHostPort(text); err != nil {
		return Address{}, errors.New("want host:port, or unix:/path")
	}
	return Address{"tcp", text}, nil
}

// Listen opens the address. A unix socket gets the mode.
func (a Address) Listen(mode fs.FileMode) (net.Listener, error) {
	if a.network == "unix" {
		return listenUnix(a.at, mode)
	}
	return net.Listen(a.network, a.at)
}

// Activated returns the sockets that systemd has opened for this process, none for most.
func Activated() ([]net.Listener, error) {
	given, err := activation.Listeners()
	if err != nil {
		return nil, fmt.Errorf("sockets of systemd: %w", err)
	}
	for i, l := range given {
		if l == nil {
			return nil, fmt.Errorf("socket %d of systemd: want one that listens, as ListenStream makes it", i+1)
		}
	}
	return given, nil
}

// socket is a unix socket, which is removed at its end if it is still ours.
type socket struct {
	*net.UnixListener
	path string
	made fs.FileInfo
	once sync.Once // another process may have the place by the second time
}

// listenUnix takes the place of the socket of a process that is dead, and of nothing else. It is
// made beside its place and moved there, so that it never stands there with another mode.
func listenUnix(path string, mode fs.FileMode) (net.Listener, error) {
	if err := free(path); err != nil {
		return nil, err
	}
	beside := fmt.Sprintf("%s.%d", path, os.Getpid())
	os.Remove(beside) // of a dead process with our number
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: beside, Net: "unix"})
	if errors.Is(err, syscall.EINVAL) {
		return nil, fmt.Errorf("%s: the path is too long for a socket: want about 90 bytes", path)
	}
	if err != nil {
		return nil, err
	}
	l.SetUnlinkOnClose(false)
	made, err := os.Lstat(beside)
	if err == nil {
		err = os.Chmod(beside, mode)
	}
	if err == nil {
		err = os.Rename(beside, path)
	}
	if err != nil {
		l.Close()
		os.Remove(beside)
		return nil, err
	}
	return &socket{UnixListener: l, path: path, made: made}, nil
}

// free tells whether a socket may take a path.
func free(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode().Type() != fs.ModeSocket:
		return fmt.Errorf("%s is there and no socket: remove it, or choose another path", path)
	}
	c, err := net.DialTimeout("unix", path, 5*time.Second)
	if err == nil {
		c.Close()
		return fmt.Errorf("%s: another process listens there: stop it, or choose another path", path)
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		return fmt.Errorf("%s: whether another process listens there cannot be told: %w", path, err)
	}
	return nil
}

// Addr names the place of the socket, not where it was made.
func (s *socket) Addr() net.Addr { return &net.UnixAddr{Name: s.path, Net: "unix"} }

func (s *socket) Close() error {
	s.once.Do(func() {
		if now, err := os.Lstat(s.path); err == nil && os.SameFile(now, s.made) {
			os.Remove(s.path)
		}
	})
	return s.UnixListener.Close()
}
