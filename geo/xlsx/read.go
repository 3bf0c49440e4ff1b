// Package xlsx reads and writes sheets of Excel workbooks row by row, as texts.
package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"strings"

	"github.com/xuri/excelize/v2"

	"demarc/geo/internal/budget"
)

// The limits of a workbook: more is taken for a trap.
const (
	maxUnzipped = 1 << 30    // bytes
	maxCells    = 50_000_000 // of all rows that are read, also empty ones before others
	maxRatio    = 200        // bytes out of one of the file, past the first freeBytes
	freeBytes   = 8 << 20
	// Of what is no sheet and no list of texts, which lie on the disk if they are large.
	maxPart = 32 << 20
	// What a row and a cell take in memory beside their text, about.
	rowBytes, cellBytes = 32, 16
)

// Book is an open workbook.
type Book struct {
	file   *excelize.File
	left   int // cells
	budget *budget.Budget
}

// Open opens a workbook, which is closed by Close. Large sheets lie in temporary files meanwhile,
// but in browsers, which have none.
func Open(content []byte) (*Book, error) {
	if err := measure(content); err != nil {
		return nil, err
	}
	o := excelize.Options{UnzipSizeLimit: maxUnzipped}
	if runtime.GOOS == "js" {
		o.UnzipXMLSizeLimit = maxUnzipped
	}
	file, err := excelize.OpenReader(bytes.NewReader(content), o)
	if err != nil {
		return nil, opening(err)
	}
	b := &Book{file: file, left: maxCells, budget: budget.Of(int64(len(content)))}
	if err := b.plainFormats(); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return b, nil
}

// measure refuses a workbook of which far more would come out than it holds, by what its list of
// contents says: more than that is not unpacked.
func measure(content []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil // encrypted, or none, as excelize will say
	}
	most := uint64(freeBytes + maxRatio*len(content))
	all := uint64(0)
	for _, f := range archive.File {
		large := f.UncompressedSize64
		if all += min(large, 1<<60); all > most {
			return fmt.Errorf("workbook: %q: more than %d times the size of the file come out of it: save it as .csv, if that is right", f.Name, maxRatio)
		}
		if onDisk := strings.HasPrefix(f.Name, "xl/worksheets/") || f.Name == "xl/sharedStrings.xml"; !onDisk && large > maxPart && strings.HasSuffix(f.Name, ".xml") {
			return fmt.Errorf("workbook: %q has more than %d MB: save the workbook as .csv", f.Name, maxPart>>20)
		}
	}
	return nil
}

// opening words the errors of a workbook that cannot be opened.
func opening(err error) error {
	switch text := err.Error(); {
	case strings.Contains(text, "unzip size exceeds"):
		return fmt.Errorf("the workbook holds more than %d GiB", maxUnzipped>>30)
	case errors.Is(err, excelize.ErrWorkbookFileFormat), errors.Is(err, excelize.ErrWorkbookPassword):
		return errors.New("the workbook is encrypted or none: save it without a password as .xlsx")
	default:
		return fmt.Errorf("workbook: %w: is the file whole?", err)
	}
}

// Close closes the workbook.
func (b *Book) Close() error { return b.file.Close() }

// Sheets lists the names of its sheets in their order.
func (b *Book) Sheets() []string { return b.file.GetSheetList() }

// The numbers of formats that plainFormats makes. Those of Excel itself end below 164, and nothing
// is known by the last one, so that its cells are read as they stand.
const dayFormat, timeFormat, clockFormat, asIs = 60_001, 60_002, 60_003, 60_000

// plainFormats gives all cells with a day the format YYYY-MM-DD, and those with a time another in
// the manner of ISO 8601, whatever they look like in the workbook; numbers lose theirs.
func (b *Book) plainFormats() error {
	if _, err := b.file.GetStyle(0); err != nil { // reads them
		return fmt.Errorf("workbook: styles: %w", err)
	}
	styles := b.file.Styles
	if styles == nil || styles.CellXfs == nil {
		return nil
	}
	codes := map[int]string{}
	if styles.NumFmts != nil {
		for _, f := range styles.NumFmts.NumFmt {
			codes[f.NumFmtID] = f.FormatCode
			if f.FormatCode16 != "" {
				codes[f.NumFmtID] = f.FormatCode16
			}
		}
	}
	for i := range styles.CellXfs.Xf {
		id := &styles.CellXfs.Xf[i].NumFmtID
		if *id == nil {
			continue
		}
		code, own := codes[**id]
		kind := builtIn(**id)
		if own {
			kind = kindOf(code)
		}
		*id = &kind
	}
	for id, code := range map[int]string{dayFormat: "yyyy-mm-dd", timeFormat: `yyyy-mm-dd"T"hh:mm:ss`, clockFormat: "hh:mm:ss"} {
		if _, err := b.file.NewStyle(&excelize.Style{CustomNumFmt: &code}); err != nil {
			return fmt.Errorf("workbook: styles: %w", err)
		}
		last := styles.NumFmts.NumFmt[len(styles.NumFmts.NumFmt)-1]
		last.NumFmtID, last.FormatCode, last.FormatCode16 = id, code, ""
	}
	return nil
}

// builtIn tells the kind of a format that workbooks do not describe (ECMA-376, part 1, 18.8.30).
func builtIn(id int) int {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return dayFormat
	case id == 22:
		return timeFormat
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return clockFormat
	}
	return asIs
}

// What stands in a format code without being part of a date: texts, what follows a backslash, and
// brackets, of which those with letters h, m or s are durations.
var (
	quoted   = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.`)
	duration = regexp.MustCompile(`\[[hms]+\]`)
	bracket  = regexp.MustCompile(`\[[^\]]*\]`)
)

// kindOf tells the kind of a format by its code.
func kindOf(code string) int {
	code = strings.ToLower(quoted.ReplaceAllString(code, ""))
	if duration.MatchString(code) {
		return asIs
	}
	code, _, _ = strings.Cut(bracket.ReplaceAllString(code, ""), ";")
	code = strings.ReplaceAll(code, "general", "")
	day, clock := strings.ContainsAny(code, "ydeg") || strings.Contains(code, "mmm"), strings.ContainsAny(code, "hs")
	switch {
	case strings.ContainsAny(code, "0#?") && !strings.Contains(code, "s"): // 0.00E+00; seconds have decimals
		return asIs
	case day && clock:
		return timeFormat
	case clock:
		return clockFormat
	case day || strings.Contains(code, "m"):
		return dayFormat
	}
	return asIs
}

// Rows visits the rows of a sheet from the first one with a cell on, without the empty cells at
// their ends. Days are YYYY-MM-DD, with a time behind it where the cell has one; numbers have a
// decimal point.
func (b *Book) Rows(sheet string, each func(cells []string) error) error {
	rows, err := b.file.Rows(sheet)
	if err != nil {
		return fmt.Errorf("sheet %q: %w", sheet, err)
	}
	defer rows.Close()
	begun := false
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return fmt.Errorf("sheet %q: row %d: %w", sheet, number, err)
		}
		if b.left -= len(cells); b.left < 0 {
			return fmt.Errorf("sheet %q: row %d: the workbook has more than %d cells", sheet, number, maxCells)
		}
		size := rowBytes + cellBytes*int64(len(cells))
		for _, cell := range cells {
			size += int64(len(cell))
		}
		if err := b.budget.Take(size); err != nil {
			return fmt.Errorf("sheet %q: row %d: %w", sheet, number, err)
		}
		if begun = begun || len(cells) > 0; !begun {
			continue
		}
		for i, cell := range cells {
			cells[i] = strings.TrimSuffix(cell, "T00:00:00")
		}
		if err := each(cells); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return fmt.Errorf("sheet %q: %w", sheet, err)
	}
	return nil
}

// FirstFilled returns the name of the first sheet that has rows.
func (b *Book) FirstFilled() (string, error) {
	found := errors.New("found")
	for _, sheet := range b.Sheets() {
		switch err := b.Rows(sheet, func([]string) error { return found }); err {
		case found:
			return sheet, nil
		case nil:
		default:
			return "", err
		}
	}
	return "", errors.New("all its sheets are empty")
}

// CSV writes the rows of a sheet as CSV.
func (b *Book) CSV(sheet string, w io.Writer) error {
	out := csv.NewWriter(w)
	err := b.Rows(sheet, out.Write)
	out.Flush()
	return errors.Join(err, out.Error())
}
