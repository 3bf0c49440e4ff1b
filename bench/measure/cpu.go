// Package measure times programs against each other on a machine that also does other things: by
// the CPU time that the kernel charges, in rounds that take turns, as medians with the spread
// beside them.
package measure

import (
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// ThreadCPU returns the CPU time that the calling thread has used. Between two readings that are
// compared the goroutine must be locked to its thread (runtime.LockOSThread).
func ThreadCPU() time.Duration {
	const rusageThread = 1
	return usage(rusageThread)
}

// ProcessCPU returns the CPU time that all threads of this process have used, the garbage
// collector's included.
func ProcessCPU() time.Duration { return usage(syscall.RUSAGE_SELF) }

func usage(who int) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(who, &u); err != nil {
		panic(err) // only an unknown who or a bad address can fail
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// MachineCPU returns the CPU time that all programs on the machine and the system itself have used,
// 0 if it does not tell.
func MachineCPU() time.Duration {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	const idle, waiting, guest, tick = 3, 4, 8, 10 * time.Millisecond // columns after the name; ticks of user space
	sum := time.Duration(0)
	for i, field := range strings.Fields(first)[1:] {
		if ticks, err := strconv.ParseInt(field, 10, 64); err == nil && i != idle && i != waiting && i < guest {
			sum += time.Duration(ticks) * tick
		}
	}
	return sum
}
