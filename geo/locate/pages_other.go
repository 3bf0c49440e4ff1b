//go:build !linux

package geo

// hugePages does nothing where there is no such hint.
func hugePages[T any](s []T) {}
