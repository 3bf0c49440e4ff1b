//go:build js && wasm

// Command workbook is the part of the engine that reads Excel workbooks. It knows no dataset: what
// it makes of a sheet is a table for the core. It puts one object on the global one, `demarc`, with
//
//	sheet(workbook)  -> Promise of {name, others, csv}
package main

import (
	"bytes"
	"syscall/js"

	"demarc/geo/xlsx"
	"demarc/web/engine/promise"
)

func main() { promise.Offer(map[string]promise.Function{"sheet": sheet}) }

// sheet reads the first sheet with rows, as demarc locate does.
func sheet(workbook js.Value) (any, error) {
	book, err := xlsx.Open(promise.Bytes(workbook))
	if err != nil {
		return nil, err
	}
	defer book.Close()
	name, err := book.FirstFilled()
	if err != nil {
		return nil, err
	}
	var rows bytes.Buffer
	if err := book.CSV(name, &rows); err != nil {
		return nil, err
	}
	return map[string]any{"name": name, "others": len(book.Sheets()) - 1, "csv": promise.Array(rows.Bytes())}, nil
}
