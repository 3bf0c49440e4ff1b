package shapefile

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestShortNames(t *testing.T) {
	for _, tt := range []struct{ names, want []string }{
		{[]string{"id", "valid_from", "precision_m", "controller_name"}, []string{"id", "valid_from", "precisio_m", "contr_name"}},
		{[]string{"name_official", "name_officials", "NAME_OFFICIAL"}, []string{"name_offic", "name_offi2", "NAME_OFFI3"}},
		{[]string{"район", "2020", ""}, []string{"f_____", "f2020", "f"}},
		{[]string{"____________"}, []string{"f_________"}},
	} {
		if got := shortNames(tt.names); !slices.Equal(got, tt.want) {
			t.Errorf("%q: got %q, want %q", tt.names, got, tt.want)
		}
	}
}

func FuzzShortNames(f *testing.F) {
	f.Add("name_official,name_officials,район")
	valid := regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,9}$`)
	f.Fuzz(func(t *testing.T, text string) {
		names := strings.Split(text, ",")
		if len(names) > 255 {
			return
		}
		seen := map[string]bool{}
		for i, short := range shortNames(names) {
			if !valid.MatchString(short) || seen[strings.ToLower(short)] {
				t.Errorf("%q: got %q, want a name of its own", names[i], short)
			}
			seen[strings.ToLower(short)] = true
		}
	})
}
