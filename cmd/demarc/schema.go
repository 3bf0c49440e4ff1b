package main

import (
	"context"
	"fmt"

	"demarc/data/dataset"
)

func schemaCommand() command {
	return command{
		name: "schema", summary: "print the JSON Schema of a file of a dataset",
		usage: "[FILE]", example: "demarc schema regions/zones.geojson",
		run: schema,
	}
}

func schema(_ context.Context, c *call) error {
	names, err := c.parse()
	if err != nil {
		return err
	}
	if len(names) == 0 {
		for _, name := range dataset.SchemaFiles() {
			fmt.Fprintln(c.stdout, name)
		}
		return nil
	}
	if err := noMore(names[1:]); err != nil {
		return err
	}
	text, err := dataset.Schema(names[0])
	if err != nil {
		return misuse{err}
	}
	_, err = fmt.Fprintf(c.stdout, "%s\n", text)
	return err
}
