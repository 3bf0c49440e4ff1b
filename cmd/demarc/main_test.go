package main

import (
	"context"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"demarc": func() { os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)) },
	})
}

// The scripts in testdata state what each command prints and how it ends.
func TestCommands(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			small, err := os.Getwd()
			if err != nil {
				return err
			}
			return os.CopyFS(env.WorkDir+"/small", os.DirFS(small+"/../../data/testdata/small"))
		},
	})
}
