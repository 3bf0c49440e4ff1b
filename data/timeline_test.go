package data

import "demarc/data/date"

// Changes returns the days on which tests of other packages look at everything.
func (t *Timeline) Changes() []date.Date { return t.changes }
