//go:build !race

// Each command is a process of its own, and with the race detector starts several times slower.

package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"demarc/data/testdata"
)

// The scripts in testdata state what each command prints and how it ends.
func TestCommands(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			if err := os.CopyFS(env.WorkDir+"/small", testdata.Small()); err != nil {
				return err
			}
			if err := os.CopyFS(env.WorkDir+"/olden", testdata.Olden()); err != nil {
				return err
			}
			if err := os.CopyFS(env.WorkDir+"/globe", testdata.Globe()); err != nil {
				return err
			}
			if err := os.CopyFS(env.WorkDir+"/isles", testdata.Isles()); err != nil {
				return err
			}
			for name, files := range testdata.Minimal() {
				if err := os.CopyFS(env.WorkDir+"/minimal/"+name, files); err != nil {
					return err
				}
			}
			return os.CopyFS(env.WorkDir+"/many", testdata.With(t, testdata.Many(), "actors.json", `"code":`, `"valid_from": "2005-01-01", "code":`, -1))
		},
	})
}
