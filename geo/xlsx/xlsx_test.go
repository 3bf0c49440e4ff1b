package xlsx_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"demarc/geo/xlsx"
)

// saved makes a workbook of cells, by their names, with the number formats that stand behind them.
func saved(t *testing.T, change func(f *excelize.File), cells map[string]any, formats map[string]string) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for name, value := range cells {
		if err := f.SetCellValue("Sheet1", name, value); err != nil {
			t.Fatal(err)
		}
	}
	for name, code := range formats {
		style := &excelize.Style{CustomNumFmt: &code}
		var id int
		if _, err := fmt.Sscanf(code, "#%d", &id); err == nil {
			style = &excelize.Style{NumFmt: id}
		}
		s, err := f.NewStyle(style)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("Sheet1", name, name, s); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(f)
	}
	name := filepath.Join(t.TempDir(), "x.xlsx")
	if err := f.SaveAs(name); err != nil {
		t.Fatal(err)
	}
	return name
}

func rowsOf(t *testing.T, name, sheet string) [][]string {
	t.Helper()
	b, err := open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	var rows [][]string
	if err := b.Rows(sheet, func(cells []string) error {
		rows = append(rows, slices.Clone(cells))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return rows
}

// A cell says by its number format alone that it is a day.
func TestDaysByFormat(t *testing.T) {
	const noon = 44159.5 // 2020-11-24
	for format, want := range map[string]string{
		"#14": "2020-11-24", "#22": "2020-11-24T12:00:00", "#15": "2020-11-24", "#2": "44159.5", "#10": "44159.5", "#49": "44159.5", "#20": "12:00:00",
		"dd.mm.yyyy": "2020-11-24", "[$-409]d mmm yy;@": "2020-11-24", "yyyy": "2020-11-24", `"day" 0`: "44159.5", "0.00E+00": "44159.5",
		"m/d/yyyy h:mm": "2020-11-24T12:00:00", "[h]:mm": "44159.5", `#,##0.00 "dd"`: "44159.5", `0" days"`: "44159.5", "[Red]0.0": "44159.5", "mmmm": "2020-11-24", "General": "44159.5", "hh:mm:ss.000": "12:00:00",
	} {
		name := saved(t, nil, map[string]any{"A1": "h", "A2": noon}, map[string]string{"A2": format})
		got := rowsOf(t, name, "Sheet1")[1][0]
		if got != want {
			t.Errorf("%s: got %q, want %q", format, got, want)
		}
	}
	name := saved(t, nil, map[string]any{"A1": 44159, "B1": 44159.25, "C1": 60000.123456789012, "D1": -0.5}, map[string]string{"A1": "dd.mm.yyyy", "B1": "#22"})
	if got, want := rowsOf(t, name, "Sheet1"), [][]string{{"2020-11-24", "2020-11-24T06:00:00", "60000.123456789", "-0.5"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	yes := true
	name = saved(t, func(f *excelize.File) {
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
			t.Fatal(err)
		}
	}, map[string]any{"A1": 44159 - 1462}, map[string]string{"A1": "#14"})
	if got := rowsOf(t, name, "Sheet1"); got[0][0] != "2020-11-24" {
		t.Errorf("days since 1904: got %q, want 2020-11-24", got)
	}
}

// Rows begin with the first that has a cell, and gaps stay.
func TestRows(t *testing.T) {
	name := saved(t, func(f *excelize.File) {
		if _, err := f.NewSheet("other"); err != nil {
			t.Fatal(err)
		}
	}, map[string]any{"A3": "name", "C3": "lon", "A5": "Şuşa", "C5": 46.75, "B5": true, "D5": "007"}, nil)
	want := [][]string{{"name", "", "lon"}, nil, {"Şuşa", "TRUE", "46.75", "007"}}
	if got := rowsOf(t, name, "Sheet1"); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", got, want)
	}
	b, err := open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if got := b.Sheets(); !slices.Equal(got, []string{"Sheet1", "other"}) {
		t.Errorf("sheets: got %v", got)
	}
	if err := b.Rows("none", nil); err == nil || !strings.Contains(err.Error(), `"none"`) {
		t.Errorf("a sheet that is not there: got %v", err)
	}
}

// What is written is read back the same.
func TestRoundTrip(t *testing.T) {
	rows := [][]string{
		{"id", "lon", "day", "at", "zone", "flag"}, {"007", "46.04", "2020-11-24", "2020-11-24T06:30:00", "Şuşa, \"x\"\ny", "TRUE"},
		{"1", "-0.5", "1850-01-01", "0014-08-19", "=1+1", "FALSE"}, {"123456789012345678", "1e5", "x"}, {"", "", "1900-03-01"},
		{"1.10", "+4", "0031612345678", "00.5", "1,5"}, {"1234567890123456", "-0", "123456789012345", "0.1", "1e5"}, {"12.0", ".5", "5.", "0x10", "1_000"},
	}
	w, err := xlsx.NewWriter("located")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, row := range rows {
		if err := w.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := w.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "x.xlsx")
	if err := os.WriteFile(name, out.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	if got := rowsOf(t, name, "located"); !reflect.DeepEqual(got, rows) {
		t.Errorf("got  %q\nwant %q", got, rows)
	}
	f, err := excelize.OpenFile(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]excelize.CellType{"A2": excelize.CellTypeInlineString, "B2": excelize.CellTypeUnset, "E3": excelize.CellTypeInlineString, "F2": excelize.CellTypeBool,
		"A6": excelize.CellTypeInlineString, "B6": excelize.CellTypeInlineString, "C6": excelize.CellTypeInlineString, "A7": excelize.CellTypeInlineString, "C7": excelize.CellTypeUnset, "D7": excelize.CellTypeUnset} {
		if got, err := f.GetCellType("located", cell); err != nil || got != want {
			t.Errorf("%s: got the type %v and %v, want %v", cell, got, err, want)
		}
	}
	if got, _ := f.GetCellValue("located", "C2"); got != "2020-11-24" {
		t.Errorf("a day looks like %q", got)
	}
}

// What is no workbook, or a trap, is refused in time.
func TestRefused(t *testing.T) {
	whole, err := os.ReadFile(saved(t, nil, map[string]any{"A1": "x"}, nil))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"text": []byte("hello"), "cut short": whole[:len(whole)/2], "empty": nil, "old": []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")} {
		file := filepath.Join(t.TempDir(), "x.xlsx")
		if err := os.WriteFile(file, content, 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := open(file); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	// A cell in the last column of every row makes rows of 16,384 cells.
	f := excelize.NewFile()
	defer f.Close()
	s, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for row := 1; row <= 4000; row++ {
		if err := s.SetRow(fmt.Sprintf("XFD%d", row), []any{1}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	wide := filepath.Join(t.TempDir(), "wide.xlsx")
	if err := f.SaveAs(wide); err != nil {
		t.Fatal(err)
	}
	b, err := open(wide)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := b.Rows("Sheet1", func([]string) error { return nil }); err == nil || !strings.Contains(err.Error(), "what it holds takes more than 128 MB") {
		t.Errorf("got %v, want a refusal of so many cells", err)
	}
}

// A sheet of which far more comes out than the file holds is refused before it is unpacked.
func TestSheetThatClaimsTooMuch(t *testing.T) {
	file := filepath.Join(t.TempDir(), "trap.xlsx")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	archive := zip.NewWriter(out)
	sheet, err := archive.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	for range 16 {
		if _, err := sheet.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	want := `"xl/worksheets/sheet1.xml": more than 200 times the size of the file`
	if _, err := open(file); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q in it", err, want)
	}
}

func open(name string) (*xlsx.Book, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return xlsx.Open(content)
}
