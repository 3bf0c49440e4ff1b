package xlsx

import (
	"fmt"
	"io"
	"regexp"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"
)

// Writer writes a workbook of one sheet, whose rows lie in a temporary file until it is complete.
type Writer struct {
	file   *excelize.File
	stream *excelize.StreamWriter
	day    int // style
	moment int
	row    int
}

// NewWriter begins a workbook with a sheet of the name.
func NewWriter(sheet string) (*Writer, error) {
	file := excelize.NewFile()
	w := &Writer{file: file}
	err := file.SetSheetName(file.GetSheetName(0), sheet)
	if err == nil {
		w.stream, err = file.NewStreamWriter(sheet)
	}
	if err != nil {
		return nil, fmt.Errorf("workbook: %w", err)
	}
	for style, code := range map[*int]string{&w.day: "yyyy-mm-dd", &w.moment: "yyyy-mm-dd hh:mm:ss"} {
		if *style, err = file.NewStyle(&excelize.Style{CustomNumFmt: &code}); err != nil {
			return nil, fmt.Errorf("workbook: %w", err)
		}
	}
	return w, nil
}

// Row writes a row. Texts that are plain numbers become numbers, and days with or without a time
// become days.
func (w *Writer) Row(cells []string) error {
	w.row++
	values := make([]any, len(cells))
	for i, cell := range cells {
		values[i] = w.value(cell)
	}
	name, err := excelize.CoordinatesToCellName(1, w.row)
	if err == nil {
		err = w.stream.SetRow(name, values)
	}
	if err != nil {
		return fmt.Errorf("workbook: row %d: %w", w.row, err)
	}
	return nil
}

// number may be a number that reads back the same: 007 and 1.10 are codes, and Excel keeps 15
// digits.
var number = regexp.MustCompile(`^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$`)

const exactDigits = 15

// days before this one are texts in Excel, which takes 1900 for a leap year.
var firstDay = time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)

func (w *Writer) value(cell string) any {
	switch cell {
	case "":
		return nil
	case "TRUE", "FALSE":
		return cell == "TRUE"
	}
	if number.MatchString(cell) && len(cell) <= exactDigits {
		if v, err := strconv.ParseFloat(cell, 64); err == nil && strconv.FormatFloat(v, 'f', -1, 64) == cell {
			return v
		}
	}
	if day, err := time.Parse(time.DateOnly, cell); err == nil && !day.Before(firstDay) {
		return excelize.Cell{StyleID: w.day, Value: day}
	}
	if moment, err := time.Parse("2006-01-02T15:04:05", cell); err == nil && !moment.Before(firstDay) {
		return excelize.Cell{StyleID: w.moment, Value: moment}
	}
	return cell
}

// WriteTo ends the workbook and writes it.
func (w *Writer) WriteTo(out io.Writer) (int64, error) {
	if err := w.stream.Flush(); err != nil {
		return 0, fmt.Errorf("workbook: %w", err)
	}
	return w.file.WriteTo(out)
}

// Close drops what was written.
func (w *Writer) Close() error { return w.file.Close() }
