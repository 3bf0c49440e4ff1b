package dataset

import (
	"slices"

	"demarc/data/date"
)

// succession is what a region, or a retired id, says of those before and after it.
type succession struct {
	what, id             string
	replaces, replacedBy []string
	from                 date.Date // from which it is valid; Beginning for a retired id
	at                   Position
}

// identity applies the rules about regions that come in place of others, retired ids among them:
// both say so, and none is its own successor.
func (c *checker) identity() {
	var all []*succession
	for _, r := range c.dataset.Regions {
		all = append(all, &succession{"region " + r.ID, r.ID, r.Replaces, r.ReplacedBy, r.Interval.From, r.Position})
	}
	twice := map[string]int{}
	for _, r := range c.dataset.Retired {
		if twice[r.ID]++; twice[r.ID] == 2 {
			c.errorf("duplicate-id", r.Position, "retired %q is already given", r.ID)
		}
		if region := c.regions[r.ID]; region != nil {
			c.errorf("duplicate-id", r.Position, "retired %q is the id of a region, at %s:%d", r.ID, region.File, region.Line).
				hint("take it out here: the region answers")
		}
		all = append(all, &succession{"retired " + r.ID, r.ID, r.Replaces, r.ReplacedBy, date.Beginning, r.Position})
	}
	byID := make(map[string]*succession, len(all))
	for _, s := range all {
		if byID[s.id] == nil {
			byID[s.id] = s
		}
	}
	for _, s := range all {
		refer(c, byID, "region", s.at, s.what, s.replaces...)
		refer(c, byID, "region", s.at, s.what, s.replacedBy...)
		c.answered(byID, s, "replaces", s.replaces, "replaced_by", func(other *succession) []string { return other.replacedBy })
		c.answered(byID, s, "replaced_by", s.replacedBy, "replaces", func(other *succession) []string { return other.replaces })
	}
	c.successions(byID, all)
}

// answered reports the regions that do not say the opposite of what a region says of them.
func (c *checker) answered(byID map[string]*succession, s *succession, member string, ids []string, opposite string, said func(*succession) []string) {
	for _, id := range ids {
		if other := byID[id]; other != nil && !slices.Contains(said(other), s.id) {
			c.errorf("replaces", c.line(s.at, id), "%s: %q names %s, but %s does not name it in %q", s.what, member, id, id, opposite).
				hint("add %q to %q of %s, or take %q out here", s.id, opposite, id, id)
		}
	}
}

// successions reports, once each, the regions from which a way along "replaces" comes back, and the
// regions that begin before those they replace. The way is walked without recursion: retired ids
// may make it as long as there are days.
func (c *checker) successions(byID map[string]*succession, all []*succession) {
	const open, closed = 1, 2
	state := make(map[*succession]int, len(all))
	type step struct {
		of   *succession
		next int // of what it replaces
	}
	for _, s := range all {
		if state[s] != 0 {
			continue
		}
		state[s] = open
		for way := []step{{of: s}}; len(way) > 0; {
			last := &way[len(way)-1]
			if last.next == len(last.of.replaces) {
				state[last.of] = closed
				way = way[:len(way)-1]
				continue
			}
			here, id := last.of, last.of.replaces[last.next]
			last.next++
			before := byID[id]
			switch {
			case before == nil:
				continue
			case state[before] == open:
				c.errorf("replaces", c.line(here.at, id), "%s: \"replaces\" leads by way of %s back to it", here.what, id)
				continue
			case here.from < before.from && c.retired(here.id):
				// it had no days of its own
			case here.from < before.from:
				c.errorf("replaces", c.line(here.at, id), "%s: it is valid from %s and replaces %s, which is valid from %s",
					here.what, here.from, id, before.from)
			}
			if state[before] == 0 {
				state[before] = open
				way = append(way, step{of: before})
			}
		}
	}
}

// retired tells whether an id is that of no region any more.
func (c *checker) retired(id string) bool { return c.regions[id] == nil }
