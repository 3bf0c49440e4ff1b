package tables

import (
	"slices"
	"strings"

	"demarc/data/dataset"
)

// Schema returns the tables of datasets with these needs, those that others name first.
func Schema(needs Needs) []*Table {
	b := builder{needs: needs}
	for _, t := range things {
		b.thing(t)
	}
	return b.tables
}

type builder struct {
	needs  Needs
	tables []*Table
}

// membersOf are those of a thing.
func membersOf(t thing) []dataset.Member { return allMembers()[t.table] }

func (b *builder) thing(t thing) {
	table := &Table{Name: t.table, One: t.one, Help: t.help, members: membersOf(t), Unique: !t.feature || t.table == placesTable}
	if t.feature {
		table.Columns = append(table.Columns, Column{Name: ShapeColumn, Type: t.shape, Help: "its shape"}, Column{Name: IDColumn, Needed: true, Help: "of the " + t.one})
	}
	switch t.one {
	case "zone", "region":
		table.Columns = append(table.Columns, Column{Name: LayerColumn, Needed: true, Refers: layersTable, Help: "id of its layer"})
	case "context_shape":
		table.Columns = append(table.Columns, Column{Name: LayerColumn, Needed: true, Refers: contextTable, Help: "id of its set"})
	case "period":
		table.Columns = append(table.Columns, Column{Name: ZoneColumn, Needed: true, Refers: ZonesTable, Help: "id of the zone"})
	}
	b.tables = append(b.tables, table)
	b.members(table, table.members, nil)
	for _, a := range b.needs.Attributes {
		if a.Of == t.attributes {
			b.attribute(table, a)
		}
	}
	table.Columns = append(table.Columns, moreColumn)
}

// columnName names the column of a member.
func columnName(path ...string) string {
	if as := columnNames[path[0]]; len(path) == 1 && as != "" {
		return as
	}
	return strings.Join(path, "_")
}

// add adds a column unless there is one of the name; databases do not tell A from a.
func (t *Table) add(c Column) bool {
	if slices.ContainsFunc(t.Columns, func(other Column) bool { return strings.EqualFold(other.Name, c.Name) }) || strings.EqualFold(c.Name, moreName) {
		return false
	}
	t.Columns = append(t.Columns, c)
	return true
}

// members adds the columns of an object's members, or the tables of what they list.
func (b *builder) members(t *Table, members []dataset.Member, within []string) {
	for _, m := range members {
		path := append(slices.Clone(within), m.Name)
		c := Column{Name: columnName(path...), Needed: m.Needed && len(within) == 0, Choices: m.Choices, Help: m.Help, path: path, kind: m.Kind}
		if n, ok := names(t.One, m.Name); ok {
			c.Refers, c.Refused = n.table, n.refused
		}
		switch m.Kind {
		case dataset.PlainText:
			t.add(c)
		case dataset.ByLanguage, dataset.ReaderText:
			b.texts(t, c)
		case dataset.PlainDay, dataset.UncertainDay:
			b.day(t, c)
		case dataset.PlainNumber:
			c.Type = Number
			t.add(c)
		case dataset.WholeNumber:
			c.Type = Whole
			t.add(c)
		case dataset.YesNo:
			c.Type = YesNo
			t.add(c)
		case dataset.AnyValue:
			c.Type = JSON
			t.add(c)
		case dataset.Numbers:
			numbers(t, c, len(m.Members))
		case dataset.ByScheme:
			for _, scheme := range m.Members {
				t.add(Column{Name: c.Name + "_" + scheme.Name, Help: "its id there: " + scheme.Name, path: append(slices.Clone(path), scheme.Name), kind: dataset.PlainText})
			}
		case dataset.OneObject:
			b.members(t, m.Members, path)
		case dataset.Texts:
			if c.Refers == "" {
				c.Help += "; one a line"
				t.add(c)
				continue
			}
			b.listed(t, m, c)
		case dataset.Objects, dataset.ObjectsByName, dataset.ByParty:
			b.listed(t, m, c)
		}
	}
}

// texts adds a column for each language, and one for a text without one.
func (b *builder) texts(t *Table, c Column) {
	c.Needed = false // a name in any language will do
	if c.kind == dataset.ReaderText {
		t.add(c)
	}
	for _, language := range b.needs.Languages {
		by := c
		by.Name, by.Language, by.path, by.kind = c.Name+"_"+language, language, append(slices.Clone(c.path), language), dataset.PlainText
		t.add(by)
	}
}

// day adds a column of days, and one for what days cannot say.
func (b *builder) day(t *Table, c Column) {
	c.Type = Day
	text := Column{Name: c.Name + textEnding, With: c.Name, Help: "the same, where it is an uncertain date (EDTF) or beyond the years 1 to 9999", path: c.path, kind: c.kind}
	c.Needed = false // one of the two
	t.add(c)
	if c.kind == dataset.UncertainDay || slices.Contains(b.needs.Texts, t.Name+"."+c.Name) {
		t.add(text)
	}
}

func numbers(t *Table, c Column, n int) {
	if t.Name == EventsTable && c.Name == "point" {
		t.Columns = slices.Insert(t.Columns, 0, Column{Name: ShapeColumn, Type: Points, Help: c.Help, path: c.path, kind: c.kind})
		return
	}
	for _, corner := range cornerNames[n] {
		t.add(Column{Name: c.Name + "_" + corner, Type: Number, Help: c.Help, path: c.path, kind: c.kind})
	}
}

// listed adds the table of what the things of a table list. Regions of all tables have theirs in
// one.
func (b *builder) listed(t *Table, m dataset.Member, c Column) {
	one := t.One
	if one == "zone" {
		one = "region"
	}
	table := &Table{Name: one + "_" + m.Name, Help: m.Help, Listed: true, members: m.Members, nested: m.Name, within: c.path, kind: m.Kind}
	if slices.ContainsFunc(b.tables, func(other *Table) bool { return other.Name == table.Name }) {
		return
	}
	table.One = strings.TrimSuffix(m.Name, "s")
	table.Columns = []Column{{Name: one, Type: Parent, Needed: true, Refers: t.Name, Refused: one != "region", Help: "the " + one + " that lists it"}}
	switch m.Kind {
	case dataset.Texts:
		table.Columns = append(table.Columns, Column{Name: listedName(one, m.Name), Needed: true, Refers: c.Refers, Refused: c.Refused, Help: m.Help})
	case dataset.ByParty:
		table.Columns = append(table.Columns, Column{Name: "party", Needed: true, Help: "who says it"}, Column{Name: "says", Needed: true, Help: "what"})
	case dataset.ObjectsByName:
		table.Columns = append(table.Columns, Column{Name: "viewpoint", Needed: true, Refers: "viewpoints", Refused: true, Help: "whose it is"})
	}
	b.tables = append(b.tables, table)
	b.members(table, m.Members, nil)
	if m.Members != nil {
		table.Columns = append(table.Columns, moreColumn)
	}
}

// listedName names one of a list of ids.
func listedName(one, member string) string {
	single := strings.TrimSuffix(member, "s")
	if single == one {
		return "other" // what lists it has a column of its own
	}
	return single
}

func (b *builder) attribute(t *Table, a Attribute) {
	c := Column{Name: ownPrefix + a.Name, Type: attributeTypes[a.Type], Help: "an own column of the dataset", path: []string{"attributes", a.Name}, kind: dataset.OwnColumns}
	if c.Type == Day {
		c.kind = dataset.PlainDay
		b.day(t, c)
		return
	}
	t.add(c)
}
