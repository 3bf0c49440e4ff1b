package main

import (
	"context"
	_ "embed"
	"io"
)

// licences are those of demarc and of all that is in the program, made by
// go test ./cmd/demarc -run Licences -update
//
//go:embed licences.txt
var licences string

func licencesCommand() command {
	return command{
		name: "licences", summary: "print the licences of demarc and of what is in it", example: "demarc licences",
		run: func(_ context.Context, c *call) error {
			others, err := c.parse()
			if err == nil {
				err = noMore(others)
			}
			if err == nil {
				_, err = io.WriteString(c.stdout, licences)
			}
			return err
		},
	}
}
