package postgis

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"demarc/data/testdata"
	"demarc/data/testdata/postgres"
)

// inQGIS lets QGIS open the project of a place and edit it; see testdata/edit_in_qgis.py.
func inQGIS(t *testing.T, p *Place, edits ...string) (o opened) {
	t.Helper()
	host, port, _ := strings.Cut(postgres.Shared(t).Host, ":")
	for name, value := range map[string]string{
		"PGHOST": host, "PGPORT": port, "PGUSER": postgres.User, "PGPASSWORD": postgres.Password, "PGDATABASE": p.config.Database, "PGOPTIONS": "-c search_path=" + p.Schema + ",public",
	} {
		t.Setenv(name, value)
	}
	at := url.URL{Scheme: "postgresql", User: url.UserPassword(postgres.User, postgres.Password), Host: postgres.Shared(t).Host,
		RawQuery: "sslmode=disable&dbname=" + p.config.Database + "&schema=" + p.Schema + "&project=map"}
	testdata.Python(t, &o, "qgis.core", "python3-qgis", "testdata/edit_in_qgis.py", append([]string{at.String()}, edits...)...)
	return o
}

type opened struct {
	Read, Together bool
	Layers         map[string]struct {
		Valid, Timed bool
		Rows         int
		Source       string
		Widgets      map[string]string
		Relations    []string
	}
	Edits []struct {
		Edit   string
		Done   bool
		Errors []string
	}
}

// QGIS opens the project that a copy has put into the schema: forms choose from tables, control
// plays, and no layer says who edits or by which password.
func TestProjectInTheDatabase(t *testing.T) {
	p := place(t, "karabakh")
	files := canonical(t, fixtures["karabakh"])
	written(t, p, files)
	o := inQGIS(t, p)
	if !o.Read || !o.Together {
		t.Errorf("read: %v, all layers saved together: %v", o.Read, o.Together)
	}
	for name, l := range o.Layers {
		if !l.Valid || strings.Contains(l.Source, postgres.Password) || strings.Contains(l.Source, "user") {
			t.Errorf("%s: valid: %v, from %s", name, l.Valid, l.Source)
		}
	}
	zones, periods, control := o.Layers["Zones"], o.Layers["Periods"], o.Layers["Who controlled what"]
	if rows := ask[int64](t, p, "SELECT count(*) FROM zones UNION ALL SELECT count(*) FROM periods"); int64(zones.Rows) != rows[0] || int64(periods.Rows) != rows[1] || !control.Timed || control.Rows == 0 {
		t.Errorf("%d zones, %d periods, %d areas of control, which plays: %v", zones.Rows, periods.Rows, control.Rows, control.Timed)
	}
	for column, want := range map[string]string{"zone": "ValueRelation", "controller": "ValueRelation", "event": "ValueRelation", "valid_from": "DateTime", "row_version": "Hidden"} {
		if got := periods.Widgets[column]; got != want {
			t.Errorf("periods.%s is filled in by %s, want %s", column, got, want)
		}
	}
	if !slices.Contains(zones.Relations, "Periods") || !slices.Contains(periods.Relations, "Sources") {
		t.Errorf("forms list %q and %q", zones.Relations, periods.Relations)
	}
	// What somebody saved from QGIS stays; what demarc wrote is made anew.
	before := ask[[]byte](t, p, "SELECT content FROM qgis_projects")[0]
	made := madeOf(t, files)
	made.Meta.Title = "Another"
	if err := write(t.Context(), p, made, nil); err != nil {
		t.Fatal(err)
	}
	after := ask[[]byte](t, p, "SELECT content FROM qgis_projects")[0]
	if string(before) == string(after) {
		t.Error("a project that nobody touched was not made anew")
	}
	if err := sql(t, p, "UPDATE qgis_projects SET content = 'mine'"); err != nil {
		t.Fatal(err)
	}
	written(t, p, files)
	if got := ask[[]byte](t, p, "SELECT content FROM qgis_projects")[0]; string(got) != "mine" {
		t.Error("a project that was saved from QGIS is gone")
	}
}

// Edits in QGIS are saved, and what breaks a constraint comes back as the error of the saving; of
// two editors of one row the later is told.
func TestEditedInQGIS(t *testing.T) {
	p := place(t, "karabakh")
	written(t, p, canonical(t, fixtures["karabakh"]))
	periods := ask[int64](t, p, "SELECT count(*) FROM periods")[0]
	o := inQGIS(t, p,
		"set zones 1 names_en Changed", "period 3 2000-01-01", "split z_stepanakert",
		"set periods 4 controller nobody", "set periods 7 valid_from 1890-01-01",
		"begin", "!UPDATE zones SET names_en = 'Other' WHERE fid = 2", "set zones 2 names_en Mine",
	)
	wants := map[string]string{
		"set periods 4 controller nobody": `"periods.controller: want one of actors"`, "set periods 7 valid_from 1890-01-01": apartName, "set zones 2 names_en Mine": "zones 2 was changed by postgres at",
	}
	for _, e := range o.Edits {
		errors := strings.Join(e.Errors, "\n")
		if want := wants[e.Edit]; want == "" && (errors != "" || !e.Done) || !strings.Contains(errors, want) {
			t.Errorf("%s: done: %v, errors %q, want %q", e.Edit, e.Done, errors, want)
		}
	}
	f := read(t, p)
	if err := f.Repair(); err != nil {
		t.Fatal(err)
	}
	if notes := strings.Join(f.Notes, "\n"); !strings.Contains(notes, "z_stepanakert was split") {
		t.Errorf("notes %q", notes)
	}
	names := ask[string](t, p, "SELECT names_en FROM zones WHERE fid < 3 ORDER BY fid")
	if !slices.Equal(names, []string{"Changed", "Other"}) || ask[int64](t, p, "SELECT count(*) FROM periods")[0] != periods+1 {
		t.Errorf("the tables hold the names %q", names)
	}
}
