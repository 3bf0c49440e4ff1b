package karabakh_test

import (
	"encoding/json"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"demarc/data/karabakh"
)

// Texts for readers stand in all four languages, and the numbers in them are the same. Notes of
// places and corrections are English; claims and details are texts without languages.
func TestTextsAgreeBetweenLanguages(t *testing.T) {
	languages := open(t).Dataset.Languages
	slices.Sort(languages)
	texts := 0
	err := fs.WalkDir(karabakh.FS(), ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || file == "corrections.json" || file == "places.geojson" {
			return err
		}
		content, err := fs.ReadFile(karabakh.FS(), file)
		if err != nil {
			return err
		}
		var value any
		if err := json.Unmarshal(content, &value); err != nil {
			return err
		}
		eachObject(value, nil, func(path []string, object map[string]any) {
			where, last := file+": "+strings.Join(path, "."), ""
			if len(path) > 0 {
				last = path[len(path)-1]
			}
			for _, name := range []string{"summary", "note", "description", "definition", "precision_note", "de_jure_note"} {
				if text, ok := object[name].(string); ok && last != "claims" && last != "details" {
					t.Errorf("%s: %s is in one language only: %q", where, name, text)
				}
			}
			english, ok := object["en"].(string)
			if !ok {
				return
			}
			texts++
			if got := slices.Sorted(maps.Keys(object)); !slices.Equal(got, languages) {
				t.Errorf("%s: in %v, want %v: %q", where, got, languages, english)
			}
			for _, language := range languages {
				text, _ := object[language].(string)
				if got, want := numbers(text), numbers(english); !slices.Equal(got, want) {
					t.Errorf("%s: numbers %v in %s, %v in English: %q", where, got, language, want, text)
				}
			}
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if texts < 750 {
		t.Errorf("%d texts only: the test looks in the wrong place", texts)
	}
}

// separator is what stands inside a number: 1,960 and 60 000, 82.2 and 82,2.
var separator = regexp.MustCompile(`(\d)(?:[,.](\d)| (\d{3}\b))`)

var digits = regexp.MustCompile(`\d+`)

// numbers lists the numbers of a text, sorted: the order of the words differs between languages.
func numbers(text string) []string {
	all := digits.FindAllString(separator.ReplaceAllString(text, "$1$2$3"), -1)
	slices.Sort(all)
	return all
}

// eachObject calls f for every object with the names of the members that lead to it, an array
// element by its id.
func eachObject(value any, path []string, f func(path []string, object map[string]any)) {
	switch v := value.(type) {
	case map[string]any:
		f(path, v)
		for name, member := range v {
			eachObject(member, append(slices.Clone(path), name), f)
		}
	case []any:
		for _, item := range v {
			id := ""
			if o, ok := item.(map[string]any); ok {
				id, _ = o["id"].(string)
			}
			eachObject(item, append(slices.Clone(path), id), f)
		}
	}
}
