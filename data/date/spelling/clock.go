package spelling

import "strings"

// clock reads a time of day behind a date, in small letters: T10:00:00Z, " 23:59", ", 9.15 pm",
// T0915+0400. It tells whether it is another than 0:00, and whether it has an offset from UTC. A
// zone alone, z or +02:00, is that of a whole day, as XML Schema has them (part 2, 3.3.9).
func clock(text string) (timed, offset, ok bool) {
	if alone := text == "z" || len(text) == len("+02:00") && strings.ContainsAny(text[:1], "+-") && text[3] == ':'; alone {
		offset, ok = zone(text)
		return false, offset, ok
	}
	t, letter := strings.CutPrefix(text, "t")
	rest := strings.TrimLeft(t, " ,")
	if !letter && rest == text {
		return false, false, false
	}
	rest = strings.TrimPrefix(rest, "at ")
	hour, n := leading(rest)
	var minute, second int
	var exact bool // to the second
	switch {
	case letter && (n == 4 || n == 6): // the basic form of ISO 8601
		if hour, minute = two(rest), two(rest[2:]); n == 6 {
			second, exact = two(rest[4:n]), true
		}
		rest = rest[n:]
	case n == 1 || n == 2:
		if minute, rest, ok = sixties(rest[n:]); !ok {
			return false, false, false
		}
		if s, behind, ok := sixties(rest); ok {
			second, rest, exact = s, behind, true
		}
	default:
		return false, false, false
	}
	fraction := false
	if exact {
		fraction, rest = fractionOf(rest)
	}
	rest = strings.TrimLeft(rest, " ")
	for _, half := range []struct {
		text  string
		later int
	}{{"am", 0}, {"pm", 12}, {"a.m.", 0}, {"p.m.", 12}} {
		if behind, is := strings.CutPrefix(rest, half.text); is {
			if hour < 1 || hour > 12 {
				return false, false, false
			}
			hour, rest = hour%12+half.later, strings.TrimLeft(behind, " ")
			break
		}
	}
	if hour > 23 || minute > 59 || second > 60 {
		return false, false, false
	}
	offset, ok = zone(rest)
	return hour+minute+second > 0 || fraction, offset, ok
}

// leading returns the number that a text begins with, and its length.
func leading(text string) (value, n int) {
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		if n < 9 {
			value = 10*value + int(text[n]-'0')
		}
		n++
	}
	return value, n
}

// sixties reads minutes or seconds behind a colon or point.
func sixties(text string) (value int, rest string, ok bool) {
	if len(text) < 3 || text[0] != ':' && text[0] != '.' {
		return 0, text, false
	}
	value, n := leading(text[1:])
	if n != 2 {
		return 0, text, false
	}
	return value, text[3:], true
}

// fractionOf cuts off the parts of a second, and tells whether there are any.
func fractionOf(text string) (some bool, rest string) {
	if len(text) < 2 || text[0] != '.' && text[0] != ',' {
		return false, text
	}
	_, n := leading(text[1:])
	return strings.Trim(text[1:1+n], "0") != "", text[1+n:]
}

// zone reads a time zone: z, utc, gmt+02:00, +04, -0330, also with its name in brackets.
func zone(text string) (offset, ok bool) {
	if at := strings.IndexByte(text, '('); at >= 0 && strings.HasSuffix(text, ")") {
		text = strings.TrimRight(text[:at], " ")
	}
	for _, name := range []string{"utc", "gmt"} {
		text = strings.TrimPrefix(text, name)
	}
	if text == "" || text == "z" {
		return false, true
	}
	if text[0] != '+' && text[0] != '-' {
		if minus, is := strings.CutPrefix(text, "\u2212"); is {
			text = "-" + minus
		} else {
			return false, false
		}
	}
	hours, n := leading(text[1:])
	minutes, rest := 0, text[1+n:]
	switch {
	case n == 4:
		hours, minutes = hours/100, hours%100
	case n < 1 || n > 2:
		return false, false
	case len(rest) == 3 && rest[0] == ':':
		var m int
		if minutes, m = leading(rest[1:]); m != 2 {
			return false, false
		}
		rest = ""
	}
	return hours+minutes > 0, rest == "" && hours < 24 && minutes < 60
}
