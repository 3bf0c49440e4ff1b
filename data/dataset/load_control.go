package dataset

import (
	"demarc/data/date"
	"demarc/geo/jsontree"
)

func (l *loader) readControl() {
	root := l.document(controlFile, false)
	if root == nil {
		return
	}
	top := l.object(controlFile, root, "file")
	zones := top.object("zones")
	top.need("zones")
	top.done()
	if zones == nil {
		l.reading.broken = append(l.reading.broken, controlFile)
		return
	}
	seen := map[string]bool{}
	for _, m := range zones.node.Members {
		if seen[m.Name] {
			continue // reported as a duplicate key
		}
		seen[m.Name] = true
		l.reading.zoneLines[m.Name] = m.Line
		if m.Value.Kind != jsontree.Array {
			l.report.errorf("shape", Position{controlFile, m.Line}, "zone %s: want an array of periods, got %s", m.Name, m.Value.Kind)
			continue
		}
		for _, item := range m.Value.Items {
			period, dated := l.readPeriod(l.object(controlFile, item, "zone "+m.Name), m.Name)
			l.reading.note(period, dated)
			l.dataset.Periods = append(l.dataset.Periods, period)
		}
	}
}

// openBound stands for the first day of a period that began on the first day covered or earlier.
const openBound = ".."

// readPeriod tells whether the days of the period are known.
func (l *loader) readPeriod(o *object, zone string) (p *ControlPeriod, dated bool) {
	p = &ControlPeriod{Zone: zone, Position: o.position()}
	before := len(o.report.problems)
	if from := o.get("from"); from != nil && from.Text == openBound {
		p.FromOpen, p.Interval.From = true, l.dataset.Covers.From
	} else {
		o.need("from")
		var uncertain date.EDTF
		p.Interval.From, uncertain = o.first("from", date.Beginning)
		if uncertain.Earliest < uncertain.Latest {
			p.FromEarliest, p.FromLatest = uncertain.Earliest.Optional(), uncertain.Latest.Optional()
		}
	}
	p.Interval.To, _ = o.first("to", date.Forever)
	if p.spelled = o.spelled("from", "to"); p.FromOpen {
		p.spelled.from = ""
	}
	if earliest := o.optionalDate("from_earliest"); earliest != nil {
		p.FromEarliest = earliest
	}
	if latest := o.optionalDate("from_latest"); latest != nil {
		p.FromLatest = latest
	}
	if o.node.Member("to") == nil {
		o.report.errorf("shape", o.position(), "%s: \"to\" is missing", o.what).hint("write null when the period has no end")
	}
	dated = len(o.report.problems) == before && (!p.FromOpen || !l.reading.undated[&l.dataset.Covers])
	p.Status, p.Controller = o.needText("status"), o.text("controller")
	p.PatrolledBy, p.AcquiredBy, p.Event = o.text("patrolled_by"), o.text("acquired_by"), o.text("event")
	p.Confidence, p.Claims, p.Note = o.text("confidence"), o.strings("claims"), o.readerText("note")
	p.Claimants, p.Viewpoints = o.texts("claimants"), readClaims(o)
	p.Attributes, p.AttributesOf = l.readValues(o, OfPeriods, ""), o.text("attributes_of")
	p.Review, p.Sources = o.review(), o.texts("sources")
	o.done()
	return p, dated
}

// readClaims reads the claims that viewpoints show in place of the period.
func readClaims(o *object) map[string]Claim {
	given := o.object("viewpoints")
	if given == nil {
		return nil
	}
	claims := map[string]Claim{}
	for _, m := range given.node.Members {
		claim := newObject(o.report, o.file, m.Value, o.what+": viewpoint "+m.Name)
		claims[m.Name] = Claim{
			Controller: claim.text("controller"), Status: claim.needText("status"), PatrolledBy: claim.text("patrolled_by"),
		}
		claim.done()
	}
	return claims
}
