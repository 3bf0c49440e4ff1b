package shapefile

import (
	"fmt"
	"strings"
)

// maxName is how many letters a field's name may have in the table of a Shapefile.
const maxName = 10

// shortNames returns a name for each of names that dBASE allows: at most ten letters, digits and
// underscores, no two alike whatever their case. Of long names the longest words lose their ends:
// precision_m becomes precisio_m. What is still alike gets a number.
func shortNames(names []string) []string {
	short := make([]string, len(names))
	taken := map[string]bool{}
	for i, name := range names {
		name = shorten(plain(name))
		for n := 2; taken[strings.ToLower(name)]; n++ {
			end := fmt.Sprint(n)
			name = shorten(plain(names[i]))
			name = name[:min(len(name), maxName-len(end))] + end
		}
		taken[strings.ToLower(name)] = true
		short[i] = name
	}
	return short
}

// plain replaces what dBASE does not allow. A name begins with a letter.
func plain(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '_':
			return r
		}
		return '_'
	}, name)
	if name == "" || !('a' <= name[0]|0x20 && name[0]|0x20 <= 'z') {
		name = "f" + name
	}
	return name
}

func shorten(name string) string {
	words := strings.Split(name, "_")
	for excess := len(name) - maxName; excess > 0; excess-- {
		longest := 0
		for i, word := range words {
			if len(word) >= len(words[longest]) {
				longest = i
			}
		}
		if len(words[longest]) <= 1 {
			return strings.Join(words, "_")[:maxName] // hardly anything but underscores
		}
		words[longest] = words[longest][:len(words[longest])-1]
	}
	return strings.Join(words, "_")
}
