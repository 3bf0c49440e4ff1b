//go:build js && wasm

// Command engine is the core of the engine: a dataset is opened and asked, in the browser of the
// reader. It is what the page fetches before it locates, compares and counts.
package main

import "demarc/web/engine/worker"

func main() { worker.Serve(nil) }
