//go:build !linux

package locate

// hugePages does nothing where there is no such hint.
func hugePages[T any](s []T) {}
