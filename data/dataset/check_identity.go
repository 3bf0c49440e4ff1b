package dataset

import "slices"

// identity applies the rules about regions that come in place of others: both say so, and none is
// its own successor.
func (c *checker) identity() {
	for _, r := range c.dataset.Regions {
		what := "region " + r.ID
		refer(c, c.regions, "region", r.Position, what, r.Replaces...)
		refer(c, c.regions, "region", r.Position, what, r.ReplacedBy...)
		c.answered(r, "replaces", r.Replaces, "replaced_by", func(other *Region) []string { return other.ReplacedBy })
		c.answered(r, "replaced_by", r.ReplacedBy, "replaces", func(other *Region) []string { return other.Replaces })
	}
	c.successions()
}

// answered reports the regions that do not say the opposite of what a region says of them.
func (c *checker) answered(r *Region, member string, ids []string, opposite string, said func(*Region) []string) {
	for _, id := range ids {
		if other := c.regions[id]; other != nil && !slices.Contains(said(other), r.ID) {
			c.errorf("replaces", c.line(r.Position, id), "region %s: %q names %s, but %s does not name it in %q", r.ID, member, id, id, opposite).
				hint("add %q to %q of %s, or take %q out here", r.ID, opposite, id, id)
		}
	}
}

// successions reports, once each, the regions from which a way along "replaces" comes back, and the
// regions that begin before those they replace.
func (c *checker) successions() {
	const open, closed = 1, 2
	state := map[*Region]int{}
	var visit func(r *Region)
	visit = func(r *Region) {
		state[r] = open
		for _, id := range r.Replaces {
			before := c.regions[id]
			switch {
			case before == nil:
				continue
			case state[before] == open:
				c.errorf("replaces", c.line(r.Position, id), "region %s: \"replaces\" leads by way of %s back to it", r.ID, id)
				continue
			case r.Interval.From < before.Interval.From:
				c.errorf("replaces", c.line(r.Position, id), "region %s: it is valid from %s and replaces %s, which is valid from %s",
					r.ID, r.Interval.From, id, before.Interval.From)
			}
			if state[before] != closed {
				visit(before)
			}
		}
		state[r] = closed
	}
	for _, r := range c.dataset.Regions {
		if state[r] != closed {
			visit(r)
		}
	}
}
