package imports

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
)

// zone is a region with its periods.
type zone struct {
	dataset.Region
	row     int // the first
	overlay bool
	periods []period
	others  []*zone // the same overlay, drawn otherwise on other days
}

// zones makes zones of the rows: those with the same id are periods of one.
func (b *builder) zones() ([]*zone, error) {
	if err := b.chooseOfZones(); err != nil {
		return nil, err
	}
	for _, x := range b.rows {
		b.overlayIDs.take(x.id)
	}
	made := zonesMade{b: b, byID: map[string]*zone{}}
	var faults []error
	for _, x := range b.rows {
		if err := made.add(x); err != nil {
			faults = append(faults, err)
		}
	}
	b.noteUnnamed(made.unnamed)
	if made.reshaped > 0 {
		b.note("overlays whose shape changes are a region for each shape, whose ids have a number: %d", made.reshaped)
	}
	if len(b.sources) == 0 && b.SourceTitle == "" && len(faults) == 0 {
		faults = append(faults, errors.New("no row has a source: give -source-title"))
	}
	if len(faults) > 10 {
		faults = append(faults[:10], fmt.Errorf("such rows not listed: %d", len(faults)-10))
	}
	return made.zones, errors.Join(faults...)
}

// chooseOfZones says which columns zones are made of.
func (b *builder) chooseOfZones() error {
	for _, r := range []role{parentRole, replacesRole, replacedRole} {
		delete(b.columns.of, r) // a zone has none
	}
	b.takeSameAs()
	if b.Zone == noColumn {
		b.chooseIDs(idRole, "zones")
		b.everyRowApart()
	} else {
		b.chooseIDs(zoneRole, "zones")
	}
	b.chooseNames()
	b.choose("controllers", "%s", b.column(controllerRole))
	if b.columns.has(statusRole) {
		b.choose("statuses", "%s", b.column(statusRole))
	} else {
		b.choose("statuses", "controlled where a row names a controller, else unknown: there is no column for them")
	}
	if !b.columns.has(sourceRole) && b.SourceTitle == "" {
		return fmt.Errorf("%s says who controlled what, and every change of control needs a source: give -source-title (with -source-url and -source-date, if you can), name a column of sources with -source, or take the rows as plain regions with -controller %s", b.column(controllerRole), noColumn)
	}
	b.chooseSources()
	return nil
}

// zonesMade gathers the periods of zones.
type zonesMade struct {
	b                 *builder
	zones             []*zone
	byID              map[string]*zone
	unnamed, reshaped int
}

// add makes a period of a row, and its zone if it is the first of it.
func (m *zonesMade) add(x *row) error {
	b, z := m.b, m.byID[x.id]
	if z == nil {
		z = &zone{Region: b.zoneRegion(x, &m.unnamed), row: x.number}
		z.overlay = b.text(x, overlayRole) == "true"
		m.byID[x.id], m.zones = z, append(m.zones, z)
	}
	p, err := b.period(x)
	switch other := z.drawnOtherwise(p); {
	case p.shape == nil || len(z.periods) == 0:
	case len(z.Geometry) == 0:
		z.Geometry = p.shape
	case other > 0:
		err = errors.Join(err, fmt.Errorf("rows %d and %d draw the overlay %q differently on the same days: want one shape for an overlay on a day; -zone - takes each row for one of its own", other, x.number, x.id))
	case z.overlay:
		z = m.drawnAs(z, x, p)
	case !orb.Equal(p.shape, z.Geometry):
		b.redrawn = true
	}
	z.periods = append(z.periods, p)
	return err
}

// drawnAs returns the overlay of the shape that a period has, made if there is none yet.
func (m *zonesMade) drawnAs(z *zone, x *row, p period) *zone {
	as := z.drawnAs(p.shape)
	if as == nil {
		as = &zone{Region: m.b.zoneRegion(x, new(int)), row: x.number, overlay: true}
		as.ID = m.b.overlayIDs.free(x.id)
		z.others, m.zones = append(z.others, as), append(m.zones, as)
		m.reshaped++
	}
	return as
}

// drawnOtherwise returns a row of an overlay that has another shape than a period on some of its
// days, 0 for none.
func (z *zone) drawnOtherwise(p period) (row int) {
	for _, q := range z.periods {
		if z.overlay && p.shape != nil && q.shape != nil && p.meets(q) && !orb.Equal(p.shape, q.shape) {
			return q.row
		}
	}
	for _, other := range z.others {
		if row := other.drawnOtherwise(p); row > 0 {
			return row
		}
	}
	return 0
}

// drawnAs returns the region of an overlay that has the shape, nil for none.
func (z *zone) drawnAs(shape orb.MultiPolygon) *zone {
	for _, x := range append([]*zone{z}, z.others...) {
		if orb.Equal(shape, x.Geometry) {
			return x
		}
	}
	return nil
}
