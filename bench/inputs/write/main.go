// Write puts the board of 4,900 zones, 20 periods each and 8,900 days of change into a folder, for
// tests and measurements of the page:
//
//	go run ./inputs/write DIRECTORY
package main

import (
	"log"
	"os"

	"demarc/bench/inputs"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: write DIRECTORY")
	}
	if err := inputs.Crowd.Write(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}
