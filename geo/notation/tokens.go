package notation

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// token is a number (kind '0'), a sign, a unit (degrees are 'd'), a letter N, S,
// E or W, or a separator (kind ',').
type token struct {
	kind byte
	text string
}

var (
	// 46,04 40,10 and 46,04; 40,10: commas between digits, and another sign or a
	// space between the numbers.
	commaPair = regexp.MustCompile(`^([^,;]*\d,\d+[^,;\d]*)(?:;|,? )([^,;]*\d,\d+[^,;\d]*)$`)
	// mixedPair is 46,04 40.1 or 46,5 40: the comma may be a decimal one, or stand between 46 and 4
	// degrees 40.1 minutes.
	mixedPair = regexp.MustCompile(`^\s*[-+]?\d+,\d+\s+\d+(\.\d*)?\s*$`)
	words     = strings.NewReplacer("NORTH", "N", "SOUTH", "S", "EAST", "E", "WEST", "W",
		"DEGREES", "°", "DEGREE", "°", "DEG", "°", "MINUTES", "'", "MINUTE", "'", "MIN", "'", "SECONDS", `"`, "SECOND", `"`, "SEC", `"`,
		"LONGITUDE", "", "LATITUDE", "", "LONG", "", "LON", "", "LAT", "", "(", "", ")", "", "[", "", "]", "", ":", " ", "D", "°", "=", " ")
)

// decimalPoints turns the commas of a pair with decimal commas into points.
func decimalPoints(text string) string {
	if !strings.Contains(text, ".") && commaPair.MatchString(text) {
		parts := commaPair.FindStringSubmatch(text)
		return strings.ReplaceAll(parts[1], ",", ".") + ";" + strings.ReplaceAll(parts[2], ",", ".")
	}
	return text
}

// powersPair is a pair of plain numbers as programs print them, 1e-05,51.4: there
// E is no longitude, for a digit or a sign follows it at once.
var powersPair = regexp.MustCompile(`^[\[(]?([-+]?[\d.]+(?:[eE][-+]?\d+)?)(\s*[,;]\s*|\s+)([-+]?[\d.]+(?:[eE][-+]?\d+)?)[\])]?$`)

// plainPowers writes the powers of ten of a pair out.
func plainPowers(text string) string {
	parts := powersPair.FindStringSubmatch(text)
	if parts == nil || !strings.ContainsAny(text, "eE") {
		return text
	}
	for i := 1; i <= 3; i += 2 {
		if value, err := strconv.ParseFloat(parts[i], 64); err == nil && strings.ContainsAny(parts[i], "eE") {
			parts[i] = strconv.FormatFloat(value, 'f', -1, 64)
		}
	}
	return parts[1] + parts[2] + parts[3]
}

func tokenize(text string) ([]token, error) {
	text = words.Replace(strings.ToUpper(text))
	var tokens []token
	for i := 0; i < len(text); {
		c := text[i]
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case c == ' ':
			size = 1
		case c >= '0' && c <= '9' || c == '.':
			size = len(text[i:]) - len(strings.TrimLeft(text[i:], "0123456789."))
			tokens = append(tokens, token{'0', text[i : i+size]})
		case r == '°':
			tokens = append(tokens, token{kind: 'd', text: "°"})
		case c == '\'' || c == '"':
			tokens = append(tokens, token{kind: c, text: text[i : i+1]})
		case strings.IndexByte("NSEW+-", c) >= 0:
			tokens = append(tokens, token{kind: c, text: text[i : i+1]})
		case c == ',' || c == ';' || c == '/':
			tokens = append(tokens, token{kind: ','})
		default:
			return nil, fmt.Errorf("%q has no place in coordinates: %w", r, errUnknown)
		}
		i += size
	}
	return tokens, nil
}

// split cuts the tokens between the two coordinates: at the separator, else by
// the letters, else at the second number of degrees, else in the middle.
func split(tokens []token) (first, second []token, err error) {
	separators, at := 0, 0
	for i, t := range tokens {
		if t.kind == ',' {
			separators, at = separators+1, i
		}
	}
	if separators == 1 {
		return tokens[:at], tokens[at+1:], nil
	}
	if separators > 1 || len(tokens) == 0 {
		return nil, nil, errUnknown
	}
	if at = letterSplit(tokens); at == 0 {
		at = numberSplit(tokens)
	}
	if at <= 0 || at >= len(tokens) {
		return nil, nil, errUnknown
	}
	return tokens[:at], tokens[at:], nil
}

// letterSplit cuts before a second leading letter or after a first trailing one.
func letterSplit(tokens []token) int {
	leading := strings.IndexByte("NSEW", tokens[0].kind) >= 0
	for i, t := range tokens {
		if strings.IndexByte("NSEW", t.kind) < 0 || i == 0 {
			continue
		}
		if leading {
			return i
		}
		return i + 1
	}
	return 0
}

// numberSplit cuts before the number that the second sign of degrees follows;
// without such signs before a second sign of the number, else in half.
func numberSplit(tokens []token) int {
	var numbers []int
	degrees := 0
	for i, t := range tokens {
		switch t.kind {
		case '0':
			numbers = append(numbers, i)
		case 'd':
			if degrees++; degrees == 2 && len(numbers) > 0 {
				return signed(tokens, numbers[len(numbers)-1])
			}
		case '-', '+':
			if i > 0 {
				return i
			}
		}
	}
	if len(numbers) == 0 || len(numbers)%2 != 0 {
		return 0
	}
	return signed(tokens, numbers[len(numbers)/2])
}

// signed moves to the sign before a number.
func signed(tokens []token, i int) int {
	if i > 0 && (tokens[i-1].kind == '-' || tokens[i-1].kind == '+') {
		return i - 1
	}
	return i
}
