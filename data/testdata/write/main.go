// Write puts a made-up dataset that has no folder into one, for tests that are not in Go:
//
//	go run ./data/testdata/write NAME DIRECTORY
package main

import (
	"io/fs"
	"log"
	"os"

	"demarc/data/testdata"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: write NAME DIRECTORY")
	}
	made := map[string]fs.FS{"many": testdata.Many()}
	for name, files := range testdata.Minimal() {
		made[name] = files
	}
	for name, files := range testdata.Edges() {
		made[name] = files
	}
	for language, files := range testdata.Scripts() {
		made["script-"+language] = files
	}
	files, ok := made[os.Args[1]]
	if !ok {
		log.Fatalf("%s: there is no such dataset", os.Args[1])
	}
	if err := os.CopyFS(os.Args[2], files); err != nil {
		log.Fatal(err)
	}
}
