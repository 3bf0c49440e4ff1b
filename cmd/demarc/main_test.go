package main

import (
	"context"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, commandsOfTests)
}

// commandsOfTests are what the binary of the tests is run as.
var commandsOfTests = map[string]func(){
	"demarc": func() { os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)) },
}
