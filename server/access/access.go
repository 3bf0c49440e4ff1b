// Package access knows tokens: who has one, and what it opens. It keeps hashes of them, so that
// whoever reads the file, a backup of it or the memory of the program has none.
package access

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Holder is who has a token.
type Holder struct {
	Name  string
	opens []string // nil: all
}

// Opens tells whether the holder may see a dataset.
func (h Holder) Opens(dataset string) bool {
	return h.opens == nil || slices.Contains(h.opens, dataset)
}

// Tokens are the holders by the hash of their token.
type Tokens struct {
	sums    [][sha256.Size]byte
	holders []Holder
}

// holderName is what may stand in a log.
var holderName = regexp.MustCompile(`^[A-Za-z0-9._@-]{1,64}$`)

// Parse reads lines of the SHA-256 of a token in hexadecimal, the name of its holder and the
// datasets that it opens, without them all; empty lines and those that begin with # are passed
// over. Errors name the line and never show it: it may hold a token that was not hashed.
func Parse(content []byte, datasets []string) (*Tokens, error) {
	t := &Tokens{}
	scanner, n := bufio.NewScanner(bytes.NewReader(content)), 0
	for scanner.Scan() {
		n++
		words := strings.Fields(scanner.Text())
		if len(words) == 0 || words[0][0] == '#' {
			continue
		}
		sum, err := hex.DecodeString(words[0])
		if err != nil || len(sum) != sha256.Size {
			return nil, fmt.Errorf("line %d: want the SHA-256 of a token, 64 hexadecimal digits, and the name of its holder", n)
		}
		if len(words) < 2 || !holderName.MatchString(words[1]) {
			return nil, fmt.Errorf("line %d: behind the hash: want the name of the holder, of letters, digits and . _ @ -", n)
		}
		if slices.Contains(t.sums, [sha256.Size]byte(sum)) {
			return nil, fmt.Errorf("line %d: the token of an earlier line: want one for each holder", n)
		}
		for _, id := range words[2:] {
			if !slices.Contains(datasets, id) {
				return nil, fmt.Errorf("line %d: a dataset that is not served: want %s", n, strings.Join(datasets, ", "))
			}
		}
		h := Holder{Name: words[1]}
		if len(words) > 2 {
			h.opens = words[2:]
		}
		t.sums, t.holders = append(t.sums, [sha256.Size]byte(sum)), append(t.holders, h)
	}
	return t, scanner.Err()
}

// Holder finds who has a token. Each hash is compared in full, whichever it is.
func (t *Tokens) Holder(token string) (found Holder, ok bool) {
	given, at := sha256.Sum256([]byte(token)), -1
	for i := range t.sums {
		at = subtle.ConstantTimeSelect(subtle.ConstantTimeCompare(given[:], t.sums[i][:]), i, at)
	}
	if at < 0 {
		return Holder{}, false
	}
	return t.holders[at], true
}
