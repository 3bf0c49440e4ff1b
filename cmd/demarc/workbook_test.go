package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarc/data/testdata"
	"demarc/geo/xlsx"
)

// sheetOf writes a workbook of one sheet.
func sheetOf(t *testing.T, name string, rows ...[]string) string {
	t.Helper()
	w, err := xlsx.NewWriter("Incidents")
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
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, out.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

// A workbook is located to a workbook or to CSV, with its days by their format.
func TestLocateWorkbook(t *testing.T) {
	folder := t.TempDir()
	isles := filepath.Join(folder, "isles")
	if err := os.CopyFS(isles, testdata.Isles()); err != nil {
		t.Fatal(err)
	}
	in := sheetOf(t, "in.xlsx", []string{"code", "lon", "lat", "date", "what"},
		[]string{"007", "-130.30", "-42.20", "1972-11-24", "a, \"b\""}, []string{"2", "-130.30", "-42.20", "1972-11-25"}, nil, []string{"3", "x", "-42.20", "1972-11-25"})
	var stdout, stderr bytes.Buffer
	locate := func(args ...string) int {
		stdout.Reset()
		stderr.Reset()
		return run(context.Background(), append([]string{"locate", "-data", isles, "-columns", "zone,status"}, args...), &stdout, &stderr)
	}
	csv := filepath.Join(folder, "out.csv")
	if code := locate("-o", csv, in); code != exitFine {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	text, err := os.ReadFile(csv)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	if lines[0] != "code,lon,lat,date,what,zone,status,locate_error" || !strings.HasPrefix(lines[1], `007,-130.30,-42.20,1972-11-24,"a, ""b""",`) {
		t.Errorf("CSV: got %s", text)
	}
	if want := `longitude from "lon", latitude from "lat", day from "date"`; !strings.Contains(stderr.String(), want) {
		t.Errorf("got %s, want %s in it", stderr.String(), want)
	}
	book := filepath.Join(folder, "out.xlsx")
	if code := locate("-o", book, in); code != exitFine {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	sheets, err := readWorkbook(book)
	if err != nil || len(sheets) != 1 || sheets[0].Name != "Incidents" || len(sheets[0].Rows) != 4 {
		t.Fatalf("got %v, %v, want a sheet of 4 rows", sheets, err)
	}
	var rows []string
	for _, row := range sheets[0].Rows {
		rows = append(rows, strings.Join(row, "|"))
	}
	unquoted := strings.NewReplacer(`"a, ""b"""`, `a, "b"`, `"longitude ""x"": `, `longitude "x": `, `degrees"`, "degrees")
	for i, line := range []string{lines[0], lines[1], lines[2], lines[4]} { // behind an empty line
		line = strings.ReplaceAll(unquoted.Replace(line), ",", "|")
		if got, want := strings.ReplaceAll(rows[i], ",", "|"), strings.TrimRight(line, "|"); got != want {
			t.Errorf("row %d: got %q, want what CSV has, %q", i, got, want)
		}
	}
	for _, args := range [][]string{{in}, {"-o", "-", in}} {
		if code := locate(args...); code != exitFine || !strings.HasPrefix(stdout.String(), "PK") {
			t.Errorf("%q: exit %d, want a workbook on standard output: %s", args, code, stderr.String())
		}
	}
	for _, name := range []string{"out.ods", "out.XLS"} {
		if code := locate("-o", filepath.Join(folder, name), in); code != exitMisuse || !strings.Contains(stderr.String(), "want a name that ends in .xlsx or .csv") {
			t.Errorf("%s: exit %d, %s", name, code, stderr.String())
		}
	}
	for args, want := range map[string]string{
		"-sheet None": `no sheet is called "None": want one of Incidents`, "-z": "a workbook is a zip already", "-format csv": "-format and -delimiter are about other tables", "-lon none": `no column "none"`,
	} {
		if code := locate(append(strings.Fields(args), in)...); code == exitFine || !strings.Contains(stderr.String(), want) {
			t.Errorf("%s: exit %d, %s, want %s", args, code, stderr.String(), want)
		}
	}
}

// Sheets are periods and tables of an import as CSV would be.
func TestImportWorkbook(t *testing.T) {
	folder := t.TempDir()
	areas := filepath.Join(folder, "areas.csv")
	if err := os.WriteFile(areas, []byte("id,name,wkt\nhill,Hill,\"POLYGON((1 39,2 39,2 40,1 39))\"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	periods := sheetOf(t, "periods.xlsx", []string{"zone", "controller", "start_date", "end_date"}, []string{"hill", "reds", "2000-01-01", "2004-06-30"}, []string{"hill", "blues", "2004-07-01"})
	places := sheetOf(t, "places.xlsx", []string{"name", "lon", "lat"}, []string{"Mill", "1.5", "39.5"})
	var stdout, stderr bytes.Buffer
	code := run(context.Background(), []string{"import", "-end", "inclusive", "-source-title", "Survey", "-periods", periods, areas, filepath.Join(folder, "a")}, &stdout, &stderr)
	if code != exitFine || !strings.Contains(stdout.String(), "with 1 region and 2 periods") || !strings.Contains(stdout.String(), "2000-01-01 to ..") {
		t.Errorf("-periods: exit %d: %s%s", code, stdout.String(), stderr.String())
	}
	stdout.Reset()
	code = run(context.Background(), []string{"import", places, filepath.Join(folder, "b")}, &stdout, &stderr)
	if code != exitFine || !strings.Contains(stdout.String(), `"Incidents" of Excel, rows: 1`) || !strings.Contains(stdout.String(), "points are made of") {
		t.Errorf("a table of points: exit %d: %s%s", code, stdout.String(), stderr.String())
	}
}
