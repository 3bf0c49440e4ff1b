package spelling

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

type kind uint8

const (
	mark kind = iota // what stands between
	digits
	word
)

// token is a run of digits, of letters, or of all else.
type token struct {
	kind     kind
	text     string
	value    int // of digits, of up to nine; the month of a word, 0 for none
	from, to int
}

// plainer turns signs that look alike into one.
var plainer = strings.NewReplacer("\u2212", "-", "\u2010", "-", "\u2011", "-", "\u2013", "-", "\u2024", ".", "\u00a0", " ", "\u202f", " ",
	"\u0307", "") // the dot that remains of a small Turkish İ

func plain(text string) string {
	text = plainer.Replace(strings.ToLower(text))
	if strings.Contains(text, "c.") || strings.ContainsAny(text, "əэա") { // how eras end
		text = erasBefore.ReplaceAllString(text, "${1}bc${2}")
	}
	return text
}

// erasBefore are the words for years before Christ that have points within, in the languages of the
// page: all of them become bc.
var erasBefore = regexp.MustCompile(`(^|[\s\d.,_-])(?:b\. ?c\.(?: ?e\.)?|e\. ?ə\.|до ?н\. ?э\.?|մ\. ?թ\. ?ա\.)($|[\s\d.,_-])`)

// fillers are words behind numbers that add nothing: endings of ordinal numbers, "of", and words
// for year.
var fillers = map[string]bool{
	"st": true, "nd": true, "rd": true, "th": true, "of": true,
	"г": true, "год": true, "года": true, "году": true, "го": true, "е": true,
	"il": true, "ilin": true, "ildə": true, "ci": true, "cı": true, "cu": true, "cü": true,
	"թ": true, "թվական": true, "թվականի": true, "ին": true,
}

// tokenize cuts a plain text. Fillers and what stands before them are left out.
func tokenize(text string, tokens []token) []token {
	for i := 0; i < len(text); {
		k, end, value := run(text, i)
		t := token{k, text[i:end], value, i, end}
		i = end
		if k == word {
			if fillers[t.text] && afterNumber(tokens) {
				if last := len(tokens) - 1; tokens[last].kind == mark {
					tokens = tokens[:last]
				}
				tokens[len(tokens)-1].to = end
				continue
			}
			t.value = monthNamed(t.text)
		}
		tokens = append(tokens, t)
	}
	return tokens
}

// run finds the end of the run that begins at i.
func run(text string, i int) (k kind, end, value int) {
	k = mark
	for end = i; end < len(text); {
		c, size := rune(text[end]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(text[end:])
		}
		of := mark
		switch {
		case '0' <= c && c <= '9':
			of = digits
		case 'a' <= c && c <= 'z', c >= utf8.RuneSelf && unicode.In(c, unicode.L, unicode.M, unicode.N):
			of = word
		}
		if end == i {
			k = of
		} else if of != k {
			break
		}
		if k == digits && end-i < 9 {
			value = 10*value + int(c-'0')
		}
		end += size
	}
	return k, end, value
}

// afterNumber tells whether a number stands last, or before the last mark.
func afterNumber(tokens []token) bool {
	last := len(tokens) - 1
	if last > 0 && tokens[last].kind == mark && len(tokens[last].text) <= 2 {
		last--
	}
	return last >= 0 && tokens[last].kind == digits
}
