package imports

import (
	"slices"
	"strings"
	"unicode"
)

// leaveOutControls takes control characters out of texts, which old tables are padded with and a
// dataset may not have. Tabs and ends of lines stay.
func (b *builder) leaveOutControls() {
	cleaned := 0
	for i := range b.table.Features {
		f := &b.table.Features[i]
		copied := false
		for k, value := range f.Values {
			text, ok := value.(string)
			if !ok || !strings.ContainsFunc(text, isControl) {
				continue
			}
			if !copied {
				f.Values, copied = slices.Clone(f.Values), true
			}
			f.Values[k] = strings.Map(func(r rune) rune {
				if isControl(r) {
					return -1
				}
				return r
			}, text)
			cleaned++
		}
	}
	if cleaned > 0 {
		b.note("control characters are left out of texts: %d", cleaned)
	}
}

func isControl(r rune) bool { return unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' }
