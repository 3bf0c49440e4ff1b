package imports

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"demarc/data/date"
	"demarc/geo/geojson"
)

// noZones is the id of the layer of zones of a dataset that has none.
const noZones = "zones"

// region is a region as it is written.
type region struct {
	id         string
	properties regionProperties
	geometry   orb.Geometry
	interval   date.Interval
}

type regionProperties struct {
	Names      map[string]string `json:"names"`
	Kind       string            `json:"kind,omitempty"`
	Parent     string            `json:"parent,omitempty"`
	ValidFrom  *date.Date        `json:"valid_from,omitempty"`
	ValidTo    *date.Date        `json:"valid_to,omitempty"`
	Confidence string            `json:"confidence,omitempty"`
	PrecisionM float64           `json:"precision_m,omitempty"`
	Note       string            `json:"note,omitempty"`
	Sources    []string          `json:"sources,omitempty"`
}

// regions makes a region of every row. Rows with the same id are versions of one: the day they begin on joins the id.
func (b *builder) regions() ([]region, error) {
	b.chooseIDs(idRole, "ids")
	b.chooseNames()
	count := map[string]int{}
	for _, x := range b.rows {
		count[x.id]++
	}
	known, seen := map[string]bool{}, map[string]int{}
	versions, unnamed := 0, 0
	var regions []region
	for _, x := range b.rows {
		r := region{id: x.id, geometry: x.Geometry, interval: x.interval}
		if count[x.id] > 1 && x.interval != date.Always {
			versions++
			r.id += "@" + cmp.Or(dayOrEmpty(x.interval.From), "0")
		}
		for n := 2; b.madeIDs && seen[r.id] > 0; n++ {
			r.id = fmt.Sprintf("%s-%d", x.id, n)
		}
		if other, twice := seen[r.id]; twice {
			return nil, fmt.Errorf("rows %d and %d both have the id %q: name another column with -id, or the one of the first days with -from", other, x.number, r.id)
		}
		seen[r.id], known[r.id] = x.number, true
		r.properties = b.properties(x, &unnamed)
		r.properties.ValidFrom, r.properties.ValidTo = x.interval.From.Optional(), x.interval.To.Optional()
		regions = append(regions, r)
	}
	if versions > 0 {
		b.note("rows that share their id with others, so the day they begin on is added, as in %s: %d", exampleVersion(regions), versions)
	}
	b.noteUnnamed(unnamed)
	b.dropParents(regions, known)
	return regions, nil
}

func exampleVersion(regions []region) string {
	i := slices.IndexFunc(regions, func(r region) bool { return bytes.ContainsRune([]byte(r.id), '@') })
	return regions[max(i, 0)].id
}

func dayOrEmpty(d date.Date) string {
	if d.Optional() == nil {
		return ""
	}
	return d.String()
}

// chooseNames says where names come from.
func (b *builder) chooseNames() {
	for _, language := range b.columns.languages(b.Language) {
		b.choose("names, "+language, "column %q", b.columns.fields[b.columns.names[language]].Name)
	}
}

// properties takes what a row says of its region. One without a name is called as its id.
func (b *builder) properties(x *row, unnamed *int) regionProperties {
	p := regionProperties{Names: x.names, Kind: b.text(x, kindRole), Parent: b.text(x, parentRole), Confidence: b.text(x, confidenceRole), Note: b.text(x, noteRole)}
	switch v := b.value(x, precisionRole).(type) {
	case float64:
		p.PrecisionM = max(v, 0)
	case int64:
		p.PrecisionM = float64(max(v, 0))
	case string:
		if metres, err := strconv.ParseFloat(v, 64); err == nil && metres >= 0 && !math.IsInf(metres, 0) {
			p.PrecisionM = metres
		}
	}
	if len(p.Names) == 0 {
		p.Names = map[string]string{b.Language: x.id}
		*unnamed++
	}
	p.Sources = b.sourcesOf(x, false)
	return p
}

func (b *builder) text(x *row, r role) string { return asText(b.value(x, r)) }

func (b *builder) value(x *row, r role) any {
	if b.columns.has(r) {
		b.used[r] = true
	}
	return b.columns.value(x.Feature, r)
}

func (b *builder) noteUnnamed(n int) {
	if n > 0 {
		b.note("regions without a name are called as their ids: %d", n)
	}
}

// dropParents leaves out parents that the file does not hold.
func (b *builder) dropParents(regions []region, known map[string]bool) {
	dropped := 0
	for i := range regions {
		if p := &regions[i].properties.Parent; *p != "" && (!known[*p] || *p == regions[i].id) {
			*p = ""
			dropped++
		}
	}
	if dropped > 0 {
		b.note("parents that are not in this file are left out: %d", dropped)
	}
}

// appendRegions writes regions as a file of the dataset.
func appendRegions(regions []region) ([]byte, error) {
	out := []byte(`{"type": "FeatureCollection", "features": [`)
	for i, r := range regions {
		id, err := json.Marshal(r.id)
		if err != nil {
			return nil, err
		}
		properties, err := marshal(r.properties)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = fmt.Appendf(out, "\n"+`{"type": "Feature", "id": %s, "properties": %s, "geometry": `, id, properties)
		out = append(geojson.AppendGeometry(out, r.geometry), '}')
	}
	return append(out, "\n]}\n"...), nil
}

// marshal is json.Marshal that leaves <, > and & alone.
func marshal(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return bytes.TrimRight(out.Bytes(), "\n"), err
}
