package glyphs

import (
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/paulmach/orb"
)

// read takes a message apart into its fields: numbers, and contents of those that have a length.
func read(t *testing.T, message []byte) (numbers map[uint64]uint64, contents map[uint64][][]byte) {
	t.Helper()
	numbers, contents = map[uint64]uint64{}, map[uint64][][]byte{}
	next := func() uint64 {
		n, size := binary.Uvarint(message)
		if size <= 0 {
			t.Fatalf("the message breaks off")
		}
		message = message[size:]
		return n
	}
	for len(message) > 0 {
		key := next()
		n := next()
		if key&7 == varint {
			numbers[key>>3] = n
			continue
		}
		contents[key>>3] = append(contents[key>>3], message[:n])
		message = message[n:]
	}
	return numbers, contents
}

func unzigzag(n uint64) int { return int(n>>1) ^ -int(n&1) }

// letter is a glyph as readers find it.
type letter struct {
	field
	advance int
}

func lettersOf(t *testing.T, font string, first rune) map[rune]letter {
	t.Helper()
	message, ok := Range(font, first)
	if !ok {
		t.Fatalf("there is no font %q", font)
	}
	_, stacks := read(t, message)
	_, parts := read(t, stacks[1][0])
	if got, want := string(parts[1][0])+" "+string(parts[2][0]), fmt.Sprintf("%s %d-%d", font, first, first+255); got != want {
		t.Errorf("the message is of %s, want %s", got, want)
	}
	found := map[rune]letter{}
	for _, glyph := range parts[3] {
		n, c := read(t, glyph)
		l := letter{field{left: unzigzag(n[5]), top: unzigzag(n[6]), width: int(n[3]), height: int(n[4])}, int(n[7])}
		if len(c[2]) > 0 {
			l.values = c[2][0]
		}
		found[rune(n[1])] = l
	}
	return found
}

// Letters of all scripts that are built in are there, each with a whole field; a space has none.
func TestRange(t *testing.T) {
	for _, font := range Fonts {
		ranges := map[rune]map[rune]letter{}
		for _, text := range []string{"Shusha", "Ağdərə", "Степанакерт", "Ստեփանակերտ", "თბილისი", "Αθήνα", "Đỏ"} {
			for _, code := range text {
				first := code / PerRange * PerRange
				if ranges[first] == nil {
					ranges[first] = lettersOf(t, font, first)
				}
				l, ok := ranges[first][code]
				if !ok {
					t.Errorf("%s: no glyph for %q of %s", font, code, text)
				}
				if want := (l.width + 2*buffer) * (l.height + 2*buffer); l.width == 0 || len(l.values) != want || l.advance == 0 {
					t.Errorf("%s: %q is %d x %d and %d wide with %d values, want %d", font, code, l.width, l.height, l.advance, len(l.values), want)
				}
			}
		}
		if space := ranges[0][' ']; space.width != 0 || space.values != nil || space.advance != 6 {
			t.Errorf("%s: the space is %+v, want nothing 6 pixels wide", font, space)
		}
	}
	if _, ok := Range("Serif", 0); ok {
		t.Error("a font that is not there has glyphs")
	}
}

// A range without letters is a message without glyphs.
func TestRangeOfOtherScript(t *testing.T) {
	if got := lettersOf(t, Fonts[0], 0x4e00); len(got) != 0 {
		t.Errorf("got %d glyphs of Chinese", len(got))
	}
}

// An H stands as those of other servers do: 17 pixels high, from 9 pixels below the ascent, with
// ink in its stems and none between them; bold has more.
func TestLetterStands(t *testing.T) {
	ink := map[string]int{}
	for _, font := range Fonts {
		h := lettersOf(t, font, 0)['H']
		if h.top != -8 || h.height != 18 || h.left != 2 {
			t.Errorf("%s: H begins at %d, %d and is %d high, want 2, -8 and 18", font, h.left, h.top, h.height)
		}
		row := h.values[(buffer+4)*(h.width+2*buffer):][:h.width+2*buffer]
		if row[buffer] < 150 || row[buffer+h.width/2] > 150 {
			t.Errorf("%s: a row of H is %v", font, row)
		}
		for _, v := range h.values {
			if v >= 191 {
				ink[font]++
			}
		}
	}
	if ink[Fonts[1]] <= ink[Fonts[0]] {
		t.Errorf("bold has %d pixels of ink, regular %d", ink[Fonts[1]], ink[Fonts[0]])
	}
}

// The values run from 255 deep inside over 191 on the outline to 0 six pixels outside. A hole,
// which turns the other way, is outside; of shapes that lie over each other both are ink.
func TestField(t *testing.T) {
	square := func(from, to float64) []orb.Point {
		return []orb.Point{{from, -from}, {to, -from}, {to, -to}, {from, -to}}
	}
	hole := square(8, 12)
	hole[1], hole[3] = hole[3], hole[1]
	f := fieldOf([][]orb.Point{square(0, 20), square(2, 18), hole})
	if f.left != 0 || f.top != 20 || f.width != 20 || f.height != 20 {
		t.Fatalf("the field is %+v", f)
	}
	at := func(x, y int) byte { return f.values[(y+buffer)*(f.width+2*buffer)+x+buffer] }
	for _, tt := range []struct {
		what string
		x, y int
		want byte
	}{{"half a pixel inside", 0, 10, 207}, {"half a pixel outside", -1, 10, 175}, {"in the buffer", -3, 10, 112}} {
		if got := at(tt.x, tt.y); got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.what, got, tt.want)
		}
	}
	if got := fieldOf([][]orb.Point{square(0, 20), hole}); got.values[(10+buffer)*(26)+10+buffer] >= 191 {
		t.Error("a hole is ink")
	}
	if valueOf(-8) != 255 || valueOf(0) != 191 || valueOf(7) != 0 {
		t.Errorf("far inside %d, on the outline %d, far outside %d; want 255, 191, 0", valueOf(-8), valueOf(0), valueOf(7))
	}
}

func BenchmarkRange(b *testing.B) {
	for b.Loop() {
		Range(Fonts[0], 0)
	}
}
