// Package command imports what only the command does, so that the tools which look at both from
// here know its libraries.
package command

import (
	_ "github.com/rogpeppe/go-internal/diff"

	_ "demarc/geo/xlsx"
)
