//go:build deadcode

// Package bench is never built. It names what only the program itself imports, so that go.sum has
// the sums of it: the check for dead code looks at program and benchmarks at once, from this
// module.
package bench

import _ "demarc/server/metrics"
