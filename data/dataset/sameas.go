package dataset

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// SameAs has the ids of a thing in other collections, by scheme.
type SameAs map[string]string

// sameAsSchemes are the schemes of a SameAs and the shapes of their ids.
var sameAsSchemes = map[string]*regexp.Regexp{
	"wikidata": regexp.MustCompile(`^Q[1-9][0-9]*$`), // https://www.wikidata.org
	"geonames": regexp.MustCompile(`^[1-9][0-9]*$`),  // https://www.geonames.org
	"osm":      regexp.MustCompile(`^(node|way|relation)/[1-9][0-9]*$`),
	"gw":       regexp.MustCompile(`^[1-9][0-9]{0,2}$`), // numbers of states, Gleditsch and Ward
	"cow":      regexp.MustCompile(`^[1-9][0-9]{0,2}$`), // numbers of states, Correlates of War
	"ucdp":     regexp.MustCompile(`^[1-9][0-9]*$`),     // actors, or events of UCDP GED
}

// ParseSameAs reads ids as String writes them. It tells whether all of them are known schemes' own.
func ParseSameAs(text string) (ids SameAs, ok bool) {
	ids = SameAs{}
	for entry := range strings.SplitSeq(text, ",") {
		scheme, id, _ := strings.Cut(strings.TrimSpace(entry), ":")
		shape := sameAsSchemes[scheme]
		if shape == nil || !shape.MatchString(id) || ids[scheme] != "" {
			return nil, false
		}
		ids[scheme] = id
	}
	return ids, true
}

// String lists the ids in one line, as "geonames:373, wikidata:Q42".
func (s SameAs) String() string {
	entries := make([]string, 0, len(s))
	for _, scheme := range slices.Sorted(maps.Keys(s)) {
		entries = append(entries, scheme+":"+s[scheme])
	}
	return strings.Join(entries, ", ")
}

func readSameAs(o *object) SameAs {
	ids := SameAs(o.strings("same_as"))
	for _, scheme := range slices.Sorted(maps.Keys(ids)) {
		at := o.report.line(o.position(), "same_as")
		shape := sameAsSchemes[scheme]
		switch {
		case shape == nil:
			o.report.errorf("same-as", at, "%s: \"same_as\": %q is no scheme that is known", o.what, scheme).
				hint("the schemes are %s", strings.Join(slices.Sorted(maps.Keys(sameAsSchemes)), ", "))
		case !shape.MatchString(ids[scheme]):
			o.report.errorf("same-as", at, "%s: \"same_as\": %q is no id of %s", o.what, ids[scheme], scheme).
				hint("want one like %s", map[bool]string{true: "Q42", false: "373"}[scheme == "wikidata"])
		}
	}
	return ids
}
