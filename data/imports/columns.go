package imports

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"demarc/data/date/spelling"
	"demarc/geo"
)

// role is what a column is for.
type role string

// The roles. A column of names has the role name and a language.
const (
	idRole             role = "id"
	zoneRole           role = "zone"
	nameRole           role = "name"
	fromRole           role = "from"
	toRole             role = "to"
	controllerRole     role = "controller"
	controllerNameRole role = "controller name"
	colorRole          role = "colour"
	statusRole         role = "status"
	patrolRole         role = "patrolled_by"
	acquiredRole       role = "acquired_by"
	confidenceRole     role = "confidence"
	overlayRole        role = "overlay"
	sourceRole         role = "source"
	kindRole           role = "kind"
	parentRole         role = "parent"
	precisionRole      role = "precision_m"
	noteRole           role = "note"
	claimantsRole      role = "claimants"
	fromEarliestRole   role = "from_earliest"
	fromLatestRole     role = "from_latest"
	attributesOfRole   role = "attributes_of"
	sourceIDsRole      role = "source_ids"
	eventRole          role = "event"
	eventTitleRole     role = "event_title"
	decidedRole        role = "decided_by"
	replacesRole       role = "replaces"
	replacedRole       role = "replaced_by"
	sameAsRole         role = "same_as"
)

// known are the names by which columns are recognised, the surest first. Those of CShapes,
// OpenHistoricalMap, humanitarian boundaries (COD-AB), geoBoundaries and GADM are among them.
var known = []struct {
	role  role
	what  string // is in the column, for the report
	names []string
}{
	{zoneRole, "zones", []string{"zone", "zone_id", "area_id"}},
	{idRole, "ids", []string{"id", "region_id", "code", "pcode", "adm3_pcode", "adm2_pcode", "adm1_pcode", "adm0_pcode", "gid_3", "gid_2", "gid_1", "gid_0", "hasc_3", "hasc_2", "hasc_1", "id_3", "id_2", "id_1", "id_0", "shapeid", "shapeiso", "iso_3166_2", "iso_a3", "iso3", "iso", "a3", "gwcode", "cowcode", "hasc", "identifier", "uuid"}},
	{controllerRole, "controllers", []string{"controller", "control", "controlled_by", "held_by", "holder", "actor", "occupier", "party"}},
	{controllerNameRole, "actor names", []string{"controller_name", "actor_name"}},
	{colorRole, "colours", []string{"fill", "color", "colour"}},
	{statusRole, "statuses", []string{"status", "control_status"}},
	{patrolRole, "patrolled by", []string{"patrolled_by"}},
	{acquiredRole, "acquired by", []string{"acquired_by"}},
	{confidenceRole, "confidence", []string{"confidence"}},
	{overlayRole, "overlays", []string{"overlay"}},
	{sourceRole, "sources", []string{"sources", "source", "source_url", "reference", "citation", "url"}},
	{kindRole, "kinds", []string{"kind", "admin_type"}},
	{parentRole, "parents", []string{"parent"}},
	{precisionRole, "precision", []string{"precision_m"}},
	{claimantsRole, "claimants", []string{"claimants"}},
	{fromEarliestRole, "earliest day", []string{"from_earliest"}},
	{fromLatestRole, "latest day", []string{"from_latest"}},
	{attributesOfRole, "rows", []string{"attributes_of"}},
	{noteRole, "notes", []string{"note", "notes", "comment", "remarks"}},
	{sourceIDsRole, "source ids", []string{"source_ids"}},
	{eventRole, "events", []string{"event"}},
	{eventTitleRole, "event titles", []string{"event_title"}},
	{decidedRole, "who decided on lines", []string{"decided_by"}},
	{replacesRole, "predecessors", []string{"replaces"}},
	{replacedRole, "successors", []string{"replaced_by"}},
	{sameAsRole, "ids elsewhere", []string{"same_as"}},
}

// names of columns that hold names: a language may follow.
var (
	nameColumn      = regexp.MustCompile(`^(?:name|names|title|label)[_:. -]?([a-z]{2,3}(?:-[a-z0-9]+)*)$`)
	adminNameColumn = regexp.MustCompile(`^adm[0-9]_([a-z]{2})$`)
	plainNames      = []string{"name", "title", "label", "shapename", "cntry_name", "admin", "region", "zone_name", "name_3", "name_2", "name_1", "name_0"}
	// oneOfMany are state_name and name_long, then PlateName: it holds names if no other column
	// does.
	oneOfMany = []*regexp.Regexp{regexp.MustCompile(`_name$|^name_(?:long|full|official|local)$`), regexp.MustCompile(`name$`)}
)

// words stand behind "name_" for what they say in English, although they are codes of languages in
// ISO 639-3: alt is Southern Altai, old Mochi, std Sentinel.
var words = []string{"abb", "abr", "alt", "cod", "ext", "len", "loc", "new", "num", "off", "old", "std", "var"}

// columns says which field has which role.
type columns struct {
	fields []geo.Field
	of     map[role]int
	names  map[string]int // by language
	days   map[int]bool   // those found for the days that bound intervals, kept or not
	own    map[string]bool
}

// findColumns gives columns their roles: those that are named, and those that are recognised by
// their names.
func findColumns(fields []geo.Field, o Options) (*columns, error) {
	c := &columns{fields: fields, of: map[role]int{}, names: map[string]int{}, days: map[int]bool{}, own: o.own}
	given := map[role]string{idRole: o.ID, zoneRole: o.Zone, fromRole: o.From, toRole: o.To, controllerRole: o.Controller, statusRole: o.Status, sourceRole: o.Source}
	for _, r := range slices.Sorted(maps.Keys(given)) {
		if err := c.give(r, given[r]); err != nil {
			return nil, err
		}
	}
	if err := c.giveNames(o); err != nil {
		return nil, err
	}
	for _, k := range known {
		if given[k.role] == "" {
			if i := c.named(k.names...); i >= 0 {
				c.of[k.role] = i
			}
		}
	}
	if i := c.onlyName(); i >= 0 && len(c.names) == 0 && len(o.Names) == 0 {
		c.names[o.Language] = i
	}
	switch {
	case o.From == "" && o.To == "":
		c.findSpan()
	case o.From == "":
		c.set(fromRole, c.named(ends(0)...))
	case o.To == "":
		c.set(toRole, c.named(ends(1)...))
	}
	return c, nil
}

// ends lists the names of first days, or of ends.
func ends(which int) []string {
	var names []string
	for _, span := range spelling.Spans {
		names = append(names, span[which])
	}
	return names
}

// findSpan takes the columns that bound days.
func (c *columns) findSpan() {
	from, to := spelling.FindSpan(func(name string) int { return c.named(name) })
	c.set(fromRole, from)
	c.set(toRole, to)
	c.days[from], c.days[to] = true, true
}

func (c *columns) set(r role, i int) {
	if i >= 0 {
		c.of[r] = i
	}
}

// noColumn is given for the name of a column that the table does not have.
const noColumn = "-"

// give takes the column that the user named.
func (c *columns) give(r role, name string) error {
	if name == "" || name == noColumn {
		return nil
	}
	i := slices.IndexFunc(c.fields, func(f geo.Field) bool { return f.Name == name })
	if i < 0 {
		return fmt.Errorf("-%s: no column is called %q: want one of %s", r, name, c.list())
	}
	c.of[r] = i
	return nil
}

func (c *columns) list() string {
	names := make([]string, len(c.fields))
	for i, f := range c.fields {
		names[i] = f.Name
	}
	return strings.Join(names, ", ")
}

func (c *columns) giveNames(o Options) error {
	for language, name := range o.Names {
		if name == noColumn {
			continue
		}
		i := slices.IndexFunc(c.fields, func(f geo.Field) bool { return f.Name == name })
		if i < 0 {
			return fmt.Errorf("-name: no column is called %q: want one of %s", name, c.list())
		}
		c.names[language] = i
	}
	if len(o.Names) > 0 {
		return nil
	}
	for i, f := range c.fields {
		name := strings.ToLower(f.Name)
		for _, pattern := range []*regexp.Regexp{nameColumn, adminNameColumn} {
			if c.own[f.Name] {
				break
			}
			if m := pattern.FindStringSubmatch(name); m != nil && f.Type == geo.String && !slices.Contains(words, m[1]) {
				if _, ok := c.names[m[1]]; !ok {
					c.names[m[1]] = i
				}
			}
		}
	}
	if _, ok := c.names[o.Language]; !ok {
		if i := c.named(plainNames...); i >= 0 {
			c.names[o.Language] = i
		} else if i := c.onlyName(); i >= 0 && len(c.names) == 0 {
			c.names[o.Language] = i
		}
	}
	return nil
}

// onlyName returns the one column that is called like a name of something, -1 if there is none or
// more than one.
func (c *columns) onlyName() int {
	taken := slices.Collect(maps.Values(c.of))
	for _, pattern := range oneOfMany {
		var called []int
		for i, f := range c.fields {
			name := folded(f.Name)
			if !c.own[f.Name] && !slices.Contains(taken, i) && f.Type == geo.String && !stands(f.Name) && pattern.MatchString(name) && name != "filename" {
				called = append(called, i)
			}
		}
		if len(called) == 1 {
			return called[0]
		}
		if len(called) > 1 {
			break
		}
	}
	return -1
}

// folded is the name of a column in small letters, with _ between words.
func folded(column string) string {
	return strings.NewReplacer(" ", "_", ".", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(column)))
}

// named returns the field with the first of the names that there is, whatever its case, failing
// that one with other signs between its words, and failing that one that is such a name cut to the
// ten letters of a Shapefile; -1 if there is none.
func (c *columns) named(names ...string) int {
	inWords := func(column, name string) bool { return folded(column) == folded(name) }
	for _, fits := range []func(column, name string) bool{strings.EqualFold, inWords, abbreviates} {
		for _, name := range names {
			for i, f := range c.fields {
				if !c.own[f.Name] && fits(f.Name, name) && (strings.EqualFold(f.Name, name) || !isKnown(f.Name)) {
					return i
				}
			}
		}
	}
	return -1
}

// usualNames are those by which the column of a role is recognised.
func usualNames(r role) []string {
	for _, k := range known {
		if k.role == r {
			return k.names
		}
	}
	return nil
}

// isKnown tells whether a column has a name that is recognised in full.
func isKnown(column string) bool {
	for _, k := range known {
		if slices.Contains(k.names, strings.ToLower(column)) {
			return true
		}
	}
	return false
}

// stands tells whether a column has a name that is recognised, in full or cut.
func stands(column string) bool {
	for _, k := range known {
		if slices.ContainsFunc(k.names, func(name string) bool { return abbreviates(column, name) }) {
			return true
		}
	}
	return isKnown(column)
}

// abbreviates tells whether a column is a name of which words have lost their ends.
func abbreviates(column, name string) bool {
	short, long := strings.Split(strings.ToLower(column), "_"), strings.Split(name, "_")
	if len(column) != 10 || len(name) <= 10 {
		return false
	}
	if strings.HasPrefix(name, strings.ToLower(column)) {
		return true
	}
	if len(short) != len(long) {
		return false
	}
	for i := range short {
		if !strings.HasPrefix(long[i], short[i]) {
			return false
		}
	}
	return true
}

// has tells whether a column has the role.
func (c *columns) has(r role) bool { _, ok := c.of[r]; return ok }

// value returns the value of a row in the column of a role, nil if there is none.
func (c *columns) value(f *geo.Feature, r role) any {
	if i, ok := c.of[r]; ok {
		return f.Values[i]
	}
	return nil
}

// text returns the same as a text.
func (c *columns) text(f *geo.Feature, r role) string { return asText(c.value(f, r)) }

func asText(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(v)
	}
	return strings.Replace(fmt.Sprint(value), "e+", "e", 1) // 1e30, as people write it
}

// languages lists those of the names, the main one first.
func (c *columns) languages(first string) []string {
	languages := slices.Sorted(maps.Keys(c.names))
	if i := slices.Index(languages, first); i > 0 {
		languages = slices.Concat([]string{first}, languages[:i], languages[i+1:])
	}
	return languages
}

// unused lists the columns from which nothing is made.
func (c *columns) unused(used map[role]bool) []int {
	taken := map[int]bool{}
	for r, i := range c.of {
		if used[r] {
			taken[i] = true
		}
	}
	for _, i := range c.names {
		taken[i] = true
	}
	var unused []int
	for i := range c.fields {
		if !taken[i] {
			unused = append(unused, i)
		}
	}
	return unused
}
