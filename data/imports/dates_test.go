package imports

import (
	"testing"

	"demarc/data/date"
)

func TestDates(t *testing.T) {
	for _, tt := range []struct {
		value                       any
		first, inclusive, exclusive string // "" for an error, ".." for open
	}{
		{"2020-11-25", "2020-11-25", "2020-11-26", "2020-11-25"},
		{" 2020-11-25 ", "2020-11-25", "2020-11-26", "2020-11-25"},
		{"2020/11/25", "2020-11-25", "2020-11-26", "2020-11-25"},
		{"20201125", "2020-11-25", "2020-11-26", "2020-11-25"},
		{int64(20201125), "2020-11-25", "2020-11-26", "2020-11-25"},
		{"2020-11-25T00:00:00Z", "2020-11-25", "2020-11-26", "2020-11-25"},
		{"2020-11-25 23:59:59+04:00", "2020-11-25", "2020-11-26", "2020-11-25"},
		{"2020-02", "2020-02-01", "2020-03-01", "2020-02-01"},
		{"2020", "2020-01-01", "2021-01-01", "2020-01-01"},
		{int64(1988), "1988-01-01", "1989-01-01", "1988-01-01"},
		{1988.0, "1988-01-01", "1989-01-01", "1988-01-01"},
		{nil, "..", "..", ".."},
		{"", "..", "..", ".."},
		{"present", "..", "..", ".."},
		{"9999-12-31", "..", "..", ".."},
		{"2020-02-30", "", "", ""},
		{"2020-13", "", "", ""},
		{"25.11.2020", "", "", ""},
		{"11/25/2020", "", "", ""},
		{"spring", "", "", ""},
		{true, "", "", ""},
	} {
		words := func(d date.Date, err error) string {
			if err != nil {
				return ""
			}
			return d.String()
		}
		if got := words((&dates{}).first(tt.value)); got != tt.first {
			t.Errorf("%v: first day: got %q, want %q", tt.value, got, tt.first)
		}
		if got := words((&dates{end: Inclusive}).behind(tt.value)); got != tt.inclusive {
			t.Errorf("%v: inclusive end: got %q, want %q", tt.value, got, tt.inclusive)
		}
		if got := words((&dates{end: Exclusive}).behind(tt.value)); got != tt.exclusive {
			t.Errorf("%v: exclusive end: got %q, want %q", tt.value, got, tt.exclusive)
		}
	}
}
