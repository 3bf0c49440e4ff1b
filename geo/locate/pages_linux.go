package locate

import (
	"syscall"
	"unsafe"
)

// hugePages asks the kernel to back a large slice that is read at random with large pages, of which
// the processor finds more without a walk through tables. It is a hint: nothing depends on it.
func hugePages[T any](s []T) {
	const hugePage, madvHugePage, madvCollapse = 1 << 21, 14, 25
	if uintptr(cap(s))*unsafe.Sizeof(*new(T)) < 4*hugePage {
		return
	}
	start := uintptr(unsafe.Pointer(unsafe.SliceData(s)))
	skip := -start & (hugePage - 1)
	length := (uintptr(cap(s))*unsafe.Sizeof(*new(T)) - skip) &^ (hugePage - 1)
	region := unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(s)), skip)), length)
	if syscall.Madvise(region, madvHugePage) == nil {
		syscall.Madvise(region, madvCollapse)
	}
}
