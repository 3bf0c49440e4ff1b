//go:build !amd64

package measure

import "time"

var begin = time.Now()

// Ticks reads the clock where the processor's counter is not known to this package.
func Ticks() uint64 { return uint64(time.Since(begin)) }
