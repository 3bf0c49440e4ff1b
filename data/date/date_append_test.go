package date

import "testing"

// What is written fast is what String writes, and what is read fast is the same day.
func TestDateAppend(t *testing.T) {
	first, last := Date(-719162), Date(2932896)
	if first.String() != "0001-01-01" || last.String() != "9999-12-31" {
		t.Fatalf("bounds are %s and %s", first, last)
	}
	for d := first - 2; d <= last+2; d++ {
		if got := string(d.Append(nil)); got != d.String() {
			t.Fatalf("day %d: got %s, want %s", d, got, d)
		}
		if d < first || d > last {
			continue
		}
		if back, err := Parse(d.String()); back != d || err != nil {
			t.Fatalf("%s reads as %s, %v", d, back, err)
		}
		if d%97 != 0 && d > first+1000 && d < last-1000 {
			d += 12
		}
	}
}
