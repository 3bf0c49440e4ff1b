package cql2

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"demarc/geo"
)

// normal is the text in the form in which each letter is written in one way (NFC): a letter and its
// accent are the same whether they are written as one or as two.
func normal(text string) string {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return norm.NFC.String(text)
		}
	}
	return text
}

// fold is the text without the difference of case.
func fold(text string) string { return normal(strings.ToLower(strings.ToUpper(text))) }

// withoutAccents is the text without marks above and below its letters. Letters that are none with
// a mark, such as ø and ə, stay.
func withoutAccents(text string) string {
	if normal(text) == text && strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return text
	}
	return normal(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(text)))
}

// ofText compiles a function of one text.
func ofText(n *node, schema Schema, change func(string) string) (expression, error) {
	args, err := operands(n, schema, 1, textKind)
	if err != nil {
		return expression{}, err
	}
	return expression{textKind, func(f *geo.Feature) value {
		v := args[0].eval(f)
		v.text = change(v.text)
		return v
	}}, nil
}

// Words returns the filter of features of which a text field holds one of the terms, which commas
// separate: the words of a term in their order, in any case and with any accents (OGC 20-004r1,
// 8.2.2). Colours and web addresses are no texts.
func Words(terms string, schema Schema) *Filter {
	plain := func(text string) string {
		words := slices.DeleteFunc(strings.Fields(fold(withoutAccents(text))), isAddress)
		return strings.Join(words, " ")
	}
	var wanted []string
	for term := range strings.SplitSeq(terms, ",") {
		if term = plain(term); term != "" {
			wanted = append(wanted, term)
		}
	}
	return &Filter{func(f *geo.Feature) value {
		for i, field := range schema.Fields {
			text, ok := f.Values[i].(string)
			if field.Type != geo.String || field.Role == geo.RoleFill || !ok {
				continue
			}
			text = plain(text)
			for _, term := range wanted {
				if strings.Contains(text, term) {
					return value{truth: true}
				}
			}
		}
		return value{}
	}}
}

// isAddress tells whether a word, without capital letters, is a web address, in brackets or not.
func isAddress(word string) bool {
	word = strings.TrimLeft(word, "(<[")
	return strings.HasPrefix(word, "http://") || strings.HasPrefix(word, "https://")
}
