//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package unfinished

import "os"

// Where it is not known who still writes, nothing is swept.
func hold(string) (held *os.File, ours bool) { return nil, true }
