package dataset

// Retired is an id that a region had once, and what came in its place. Links and quotations have it
// still: who asks for it is led on.
type Retired struct {
	ID         string   `json:"id"`
	Replaces   []string `json:"replaces,omitempty"`    // ids of the regions that it came in place of
	ReplacedBy []string `json:"replaced_by,omitempty"` // ids; none: nothing came in its place

	Position `json:"-"`
}

func (l *loader) readRetired() {
	for _, o := range l.objects(retiredFile, "retired", true) {
		r := &Retired{ID: o.needText("id"), Position: o.position()}
		o.what = "retired " + r.ID
		r.Replaces, r.ReplacedBy = o.texts("replaces"), o.texts("replaced_by")
		o.done()
		l.dataset.Retired = append(l.dataset.Retired, r)
	}
}

// Successors returns the ids of the regions that came in place of a retired one, by way of others
// that are retired too, and whether there is such an id.
func (d *Dataset) Successors(id string) (regions []string, retired bool) {
	byID := map[string]*Retired{}
	for _, r := range d.Retired {
		byID[r.ID] = r
	}
	seen := map[string]bool{}
	var follow func(id string)
	follow = func(id string) {
		if seen[id] {
			return
		}
		seen[id] = true
		r := byID[id]
		if r == nil {
			regions = append(regions, id)
			return
		}
		for _, next := range r.ReplacedBy {
			follow(next)
		}
	}
	if byID[id] != nil {
		follow(id)
	}
	return regions, byID[id] != nil
}
