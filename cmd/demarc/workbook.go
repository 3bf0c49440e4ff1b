package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"demarc/data"
	"demarc/data/enrich"
	tables "demarc/data/imports/files"
	"demarc/geo/xlsx"
)

// readWorkbook reads all sheets of a workbook, for an import.
func readWorkbook(name string) ([]tables.Sheet, error) {
	book, err := openBook(name)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	var sheets []tables.Sheet
	for _, name := range book.Sheets() {
		sheet := tables.Sheet{Name: name}
		if err := book.Rows(name, func(cells []string) error {
			if len(cells) > 0 { // an empty row says nothing
				sheet.Rows = append(sheet.Rows, slices.Clone(cells))
			}
			return nil
		}); err != nil {
			return nil, err
		}
		sheets = append(sheets, sheet)
	}
	return sheets, nil
}

func openBook(name string) (*xlsx.Book, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return xlsx.Open(content)
}

// isWorkbook tells a workbook by its first bytes, which are those of a zip.
func isWorkbook(name string) bool {
	if name == "-" {
		return false
	}
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	var start [4]byte
	_, err = io.ReadFull(f, start[:])
	return err == nil && string(start[:]) == "PK\x03\x04"
}

// isWorkbookName tells by its name that a file is to be a workbook.
func isWorkbookName(name string) bool { return strings.EqualFold(filepath.Ext(name), ".xlsx") }

// otherBooks are the extensions of workbooks that are not written.
var otherBooks = map[string]bool{".xls": true, ".xlsm": true, ".xlsb": true, ".ods": true}

// workbookTable is a sheet whose rows are located. They pass as CSV through enrich:
//
//	sheet -> CSV -> enrich -> CSV, or -> sheet of a new workbook
type workbookTable struct {
	book   *xlsx.Book
	sheet  string
	asBook bool // what is written
}

// openWorkbook opens the sheet of the name, or the first that has rows.
func (c *call) openWorkbook(f *tableFlags, name string) (*workbookTable, error) {
	if f.format != "" || f.delimiter != "" {
		return nil, misusef("%s is a workbook: -format and -delimiter are about other tables", name)
	}
	toStdout := f.file == "" || f.file == standardOutput
	t := &workbookTable{sheet: f.sheet, asBook: toStdout || isWorkbookName(f.file)}
	if t.asBook && f.zip {
		return nil, misusef("-z: a workbook is a zip already; -o NAME.csv writes CSV")
	}
	if otherBooks[strings.ToLower(filepath.Ext(f.file))] {
		return nil, misusef("-o %s: want a name that ends in .xlsx or .csv", f.file)
	}
	if toStdout && isTerminal(c.stdout) {
		return nil, misusef("a workbook is nothing for a terminal: want -o located.xlsx, -o located.csv, or > located.xlsx")
	}
	var err error
	if t.book, err = openBook(name); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	sheets := t.book.Sheets()
	if t.sheet == "" {
		t.sheet, err = t.book.FirstFilled()
	} else if !slices.Contains(sheets, t.sheet) {
		err = fmt.Errorf("no sheet is called %q: want one of %s", t.sheet, strings.Join(sheets, ", "))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, errors.Join(err, t.book.Close()))
	}
	if len(sheets) > 1 {
		fmt.Fprintf(c.stderr, "demarc: %s: sheet %q of %s; -sheet names another\n", name, t.sheet, strings.Join(sheets, ", "))
	}
	return t, nil
}

// csv returns the rows of the sheet as CSV. stop ends it, wherever it is.
func (t *workbookTable) csv() (in io.Reader, stop func()) {
	r, w := io.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.CloseWithError(t.book.CSV(t.sheet, w))
	}()
	return r, func() {
		r.Close()
		<-done
	}
}

// run locates the rows and writes them.
func (t *workbookTable) run(s *data.Snapshot, out io.Writer, o enrich.Options) (result enrich.Result, err error) {
	o.Format, o.Delimiter = enrich.CSV, ','
	in, stop := t.csv()
	defer stop()
	if !t.asBook {
		return enrich.Run(s, in, out, o)
	}
	book, err := xlsx.NewWriter(t.sheet)
	if err != nil {
		return result, err
	}
	defer book.Close()
	r, w := io.Pipe()
	done := make(chan struct{})
	var failed error
	go func() {
		defer close(done)
		result, failed = enrich.Run(s, in, w, o)
		w.CloseWithError(failed)
	}()
	rows := csv.NewReader(r)
	rows.FieldsPerRecord, rows.ReuseRecord = -1, true
	for err == nil {
		var cells []string
		if cells, err = rows.Read(); err == nil {
			err = book.Row(cells)
		}
	}
	r.CloseWithError(err)
	<-done
	if failed != nil {
		return result, failed
	}
	if err != io.EOF {
		return result, err
	}
	_, err = book.WriteTo(out)
	return result, err
}
