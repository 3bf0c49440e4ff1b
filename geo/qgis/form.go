package qgis

import "strconv"

// Field is how a form shows a column. The form has one page for each Page, in the order of the
// fields; fields without one are not shown.
type Field struct {
	Name, Title, Page string
	Input             Input
	Values            []string // that it may have; none: any
	From              *Choices // the rows of another layer that it names; nil: it names none
	Fixed             bool     // it cannot be edited
}

// Input is what a value is typed into.
type Input uint8

// The inputs.
const (
	LineInput Input = iota
	TextInput       // of several lines
	DayInput
	CheckInput
	ColorInput
)

// Choices are rows of another layer, shown by Value and named by Key.
type Choices struct {
	Layer, Title, Source string // id, title and source of the layer
	Provider             string // of the layer
	Key, Value           string // fields
}

// Relation says that the rows of a layer belong to those of another: their forms list them.
type Relation struct {
	ID, Title           string
	Parent, ParentField string // id of the layer, its field
	Child, ChildField   string
}

// form writes the widgets and the pages of a layer's form.
func (p *page) form(l Layer, relations []Relation) {
	if len(l.Fields) == 0 {
		return
	}
	p.put(`<fieldConfiguration>`)
	for _, f := range l.Fields {
		p.put(`<field name="%s" configurationFlags="None"><editWidget type="%s"><config><Option type="Map">`, f.Name, f.widget())
		p.options(f)
		p.put(`</Option></config></editWidget></field>`)
	}
	p.put(`</fieldConfiguration><editable>`)
	for _, f := range l.Fields {
		p.put(`<field name="%s" editable="%d"/>`, f.Name, number(!f.Fixed))
	}
	p.put(`</editable><editorlayout>tablayout</editorlayout><attributeEditorForm>`)
	for _, title := range pages(l, relations) {
		p.put(`<attributeEditorContainer name="%s" showLabel="1" groupBox="0" columnCount="1" visibilityExpressionEnabled="0" visibilityExpression="">`, title)
		for i, f := range l.Fields {
			if f.Page == title {
				p.put(`<attributeEditorField name="%s" index="%d" showLabel="1"/>`, f.Name, i)
			}
		}
		for _, r := range relations {
			if r.Parent == l.ID && r.Title == title {
				p.put(`<attributeEditorRelation name="%s" relation="%s" showLabel="0" label="%s" nmRelationId="" forceSuppressFormPopup="0" relationWidgetTypeId="relation_editor"><editor_configuration type="Map"><Option name="buttons" value="AllButtons" type="QString"/><Option name="show_first_feature" value="true" type="bool"/></editor_configuration></attributeEditorRelation>`,
					r.ID, r.ID, r.Title)
			}
		}
		p.put(`</attributeEditorContainer>`)
	}
	p.put(`</attributeEditorForm>`)
	if l.Display != "" {
		p.put(`<previewExpression>%s</previewExpression>`, l.Display)
	}
}

// pages are the titles of the pages of a form: those of fields, those of what belongs to a row, and
// at the end the last of fields, which has what is seldom wanted.
func pages(l Layer, relations []Relation) []string {
	var all []string
	seen := map[string]bool{"": true}
	add := func(title string) {
		if !seen[title] {
			seen[title] = true
			all = append(all, title)
		}
	}
	for _, f := range l.Fields {
		add(f.Page)
	}
	last := len(all)
	for _, r := range relations {
		if r.Parent == l.ID {
			add(r.Title)
		}
	}
	if last < 2 {
		return all
	}
	return append(append(all[:last-1:last-1], all[last:]...), all[last-1])
}

func (f Field) widget() string {
	switch {
	case f.Page == "":
		return "Hidden"
	case f.From != nil:
		return "ValueRelation"
	case len(f.Values) > 0:
		return "ValueMap"
	}
	return map[Input]string{LineInput: "TextEdit", TextInput: "TextEdit", DayInput: "DateTime", CheckInput: "CheckBox", ColorInput: "Color"}[f.Input]
}

func (p *page) option(name, kind, value string) {
	p.put(`<Option name="%s" type="%s" value="%s"/>`, name, kind, value)
}

// options are those of the widget of a field.
func (p *page) options(f Field) {
	switch f.widget() {
	case "ValueRelation":
		p.option("Layer", "QString", f.From.Layer)
		p.option("LayerName", "QString", f.From.Title)
		p.put(`<Option name="LayerSource" type="QString" value="%s"/>`, source(f.From.Source))
		p.option("LayerProviderName", "QString", f.From.Provider)
		p.option("Key", "QString", f.From.Key)
		p.option("Value", "QString", f.From.Value)
		p.option("AllowNull", "bool", "true")
		p.option("AllowMulti", "bool", "false")
		p.option("OrderByValue", "bool", "true")
		p.option("UseCompleter", "bool", "false")
		p.option("FilterExpression", "QString", "")
		p.option("NofColumns", "int", "1")
	case "ValueMap":
		p.put(`<Option name="map" type="List">`)
		for _, value := range f.Values {
			p.put(`<Option type="Map"><Option name="%s" type="QString" value="%s"/></Option>`, value, value)
		}
		p.put(`</Option>`)
	case "DateTime":
		p.option("allow_null", "bool", "true")
		p.option("calendar_popup", "bool", "true")
		p.option("display_format", "QString", "yyyy-MM-dd")
		p.option("field_format", "QString", "yyyy-MM-dd")
		p.option("field_iso_format", "bool", "false")
	case "TextEdit":
		p.option("IsMultiline", "bool", strconv.FormatBool(f.Input == TextInput))
		p.option("UseHtml", "bool", "false")
	}
}

func (x *page) relations(all []Relation) {
	x.put(`<relations>`)
	for _, r := range all {
		x.put(`<relation id="%s" name="%s" referencingLayer="%s" referencedLayer="%s" strength="Association"><fieldRef referencingField="%s" referencedField="%s"/></relation>`,
			r.ID, r.Title, r.Child, r.Parent, r.ChildField, r.ParentField)
	}
	x.put(`</relations>`)
}
