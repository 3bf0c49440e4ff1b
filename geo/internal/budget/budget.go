// Package budget limits how much may be made of a file that describes more than it holds: rows that
// are packed, or made by a view.
package budget

import "fmt"

// What may be made of a file: so much of any, and so many times its own size beside it.
const (
	free  = 128 << 20 // bytes
	times = 20
)

// Budget is what is left for what is read of a file.
type Budget struct{ left, all int64 }

// Of returns the budget of a file of so many bytes.
func Of(size int64) *Budget {
	all := free + times*min(size, 1<<40)
	return &Budget{all, all}
}

// Grow adds what a file gives that turns out to be so many bytes longer.
func (b *Budget) Grow(bytes int64) {
	b.left += times * bytes
	b.all += times * bytes
}

// Take takes bytes off, and fails if they are not there.
func (b *Budget) Take(bytes int64) error {
	if bytes < 0 || bytes > b.left {
		b.left = 0
		return fmt.Errorf("what it holds takes more than %d MB, which is much for a file of its size: split it, or save it as plain tables, if that is right", b.all>>20)
	}
	b.left -= bytes
	return nil
}
