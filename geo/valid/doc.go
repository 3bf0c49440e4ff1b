// Package valid tells what is wrong with a polygon by OGC Simple Features, and where.
//
// A Checker looks at rings one by one, then at every two edges whose boxes meet, then at which ring
// lies in which. Every decision is exact. It takes about n log n time for n edges, also for input
// that is made to be slow: a polygon with ten thousand crossings is left at that. One Checker
// checks one shape after the other in the same memory, so it is used by one goroutine at a time.
package valid
