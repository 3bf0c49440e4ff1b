//go:build !race

package main

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"demarc/data/dataset"
	"demarc/data/tables"
	"demarc/data/testdata"
	"demarc/data/workfile"
)

var manyRounds = flag.Int("rounds", 2, "how often a directory and GeoPackages are edited and copied forty times; once it was 100")

// said is what somebody says of something, with a number for each time that something was said of
// it, and the numbers of all that they knew of.
type said struct {
	now  string // "" for a row that is not there
	last int
	knew map[int]bool
}

// after is what is said next by somebody who knew of others.
func (o *rounds) after(now string, knew ...map[int]bool) said {
	o.n++
	s := said{now, o.n, map[int]bool{o.n: true, 0: true}}
	for _, k := range knew {
		maps.Copy(s.knew, k)
	}
	return s
}

// rounds are a directory and GeoPackages that are edited and copied to each other, and what each of
// them is to say: statements by what they are of, without a word about how it is done.
type rounds struct {
	*testing.T
	folder string
	r      *rand.Rand
	want   map[string]map[string]said // by name of a form
	log    []string
	n      int
}

const roundsDirectory = "dataset"

func (o *rounds) path(name string) string { return filepath.Join(o.folder, name) }

func (o *rounds) files() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(o.want)), func(name string) bool { return name == roundsDirectory })
}

func (o *rounds) fail(format string, args ...any) {
	o.Helper()
	o.Fatalf("%s\nafter %s", fmt.Sprintf(format, args...), strings.Join(o.log, "; "))
}

// statementsOf are those of a set that the test edits.
func statementsOf(set *tables.Set) map[string]string {
	all := map[string]string{}
	put := func(key string, value any) {
		text, _ := value.(string)
		all[key] = text + "."
	}
	for _, r := range set.Rows["sources"] {
		id := fmt.Sprint(r.Values["id"])
		if strings.HasPrefix(id, "s-") {
			put("row "+id, "there")
		}
		put("publisher "+id, r.Values["publisher"])
		put("title "+id, r.Values["title"])
	}
	for _, r := range set.Rows["zones"] {
		put("name "+fmt.Sprint(r.Values["id"]), r.Values["names_en"])
	}
	for i, key := range set.Keys("periods") {
		put("note "+key, set.Rows["periods"][i].Values["note_en"])
	}
	return all
}

func (o *rounds) read(name string) *tables.Set {
	o.Helper()
	if name == roundsDirectory {
		return loaded(o.T, o.path(name))
	}
	f, err := workfile.Read(context.Background(), o.path(name))
	if err != nil {
		o.fail("%v", err)
	}
	return f.Set
}

// edit changes a few statements of a form.
func (o *rounds) edit(name string) {
	set := o.read(name)
	for range 1 + o.r.IntN(3) {
		o.n++
		value := fmt.Sprintf("v%d", o.n)
		var key string
		switch o.r.IntN(5) {
		case 0:
			key = o.row(set, name)
		case 1:
			r := set.Rows["zones"][o.r.IntN(len(set.Rows["zones"]))]
			key, r.Values["names_en"] = "name "+fmt.Sprint(r.Values["id"]), value
		case 2:
			i := o.r.IntN(len(set.Rows["periods"]))
			key, set.Rows["periods"][i].Values["note_en"] = "note "+set.Keys("periods")[i], value
		default:
			r := set.Rows["sources"][o.r.IntN(len(set.Rows["sources"]))]
			key, r.Values["publisher"] = "publisher "+fmt.Sprint(r.Values["id"]), value
		}
		o.log = append(o.log, name+" "+key+" = "+value)
	}
	o.write(name, set)
	now, was := statementsOf(set), o.want[name]
	for key := range was {
		if _, there := now[key]; !there {
			now[key] = ""
		}
	}
	for key, value := range now {
		if old, there := was[key]; !there || old.now != value {
			was[key] = o.after(value, old.knew)
		}
	}
}

// row adds a source, or removes one that was added.
func (o *rounds) row(set *tables.Set, name string) string {
	rows := set.Rows["sources"]
	for i, r := range rows {
		if id := fmt.Sprint(r.Values["id"]); strings.HasPrefix(id, "s-") && o.r.IntN(3) == 0 {
			set.Rows["sources"] = slices.Delete(slices.Clone(rows), i, i+1)
			return "no row " + id
		}
	}
	id := fmt.Sprintf("s-%d", o.n)
	set.Rows["sources"] = append(rows, &tables.Row{Values: map[string]any{"id": id, "title": id, "verified": true}})
	return "row " + id
}

// write writes what an edit made: into a directory files, into a GeoPackage rows, as programs do.
func (o *rounds) write(name string, set *tables.Set) {
	if name == roundsDirectory {
		files, problems, err := set.Canonical()
		if err != nil || len(problems) > 0 {
			o.fail("%v %v", problems, err)
		}
		for file, content := range files {
			if err := os.WriteFile(filepath.Join(o.path(name), filepath.FromSlash(file)), content, 0o644); err != nil {
				o.fail("%v", err)
			}
		}
		return
	}
	edit(o.T, o.path(name), func(s session) {
		ids := []any{}
		for _, r := range set.Rows["sources"] {
			ids = append(ids, r.Values["id"])
			if r.ID == 0 {
				s.do("INSERT INTO sources (id, title, verified) VALUES (?, ?, 1)", r.Values["id"], r.Values["title"])
			}
			s.do("UPDATE sources SET publisher = ? WHERE id = ?", r.Values["publisher"], r.Values["id"])
		}
		s.do("DELETE FROM sources WHERE id NOT IN (?"+strings.Repeat(", ?", len(ids)-1)+")", ids...)
		for _, r := range set.Rows["zones"] {
			s.do("UPDATE zones SET names_en = ? WHERE fid = ?", r.Values["names_en"], r.ID)
		}
		for _, r := range set.Rows["periods"] {
			s.do("UPDATE periods SET note_en = ? WHERE fid = ?", r.Values["note_en"], r.ID)
		}
	})
}

// copy copies one form to the other, and decides what both changed if it must.
func (o *rounds) copy(from, to string) {
	conflicts := map[string]bool{}
	a, b := o.want[from], o.want[to]
	gone := func(of map[string]said, key string) bool { // its row is, with all it says
		_, id, _ := strings.Cut(key, " ")
		row, there := of["row "+id]
		return there && row.now == ""
	}
	merged := map[string]said{}
	flag := []string{"-ours", "-theirs"}[o.r.IntN(2)]
	var probed strings.Builder
	run(context.Background(), []string{"copy", "-dry-run", o.path(from), o.path(to)}, &probed, &probed)
	undone := strings.Contains(probed.String(), "is again as it was before")
	if undone { // by hand, here
		flag = map[bool]string{true: "-ours", false: "-theirs"}[from == roundsDirectory]
	}
	for _, key := range slices.Sorted(maps.Keys(joined(a, b))) {
		x, y := a[key].orNothing(), b[key].orNothing()
		knew := joined(x.knew, y.knew)
		switch {
		case x.now == y.now || y.knew[x.last] && !x.knew[y.last]:
			merged[key] = said{y.now, y.last, knew}
		case x.knew[y.last] && !y.knew[x.last]:
			merged[key] = said{x.now, x.last, knew}
		default:
			conflicts[key] = true
			merged[key] = o.decided(x, y, flag == "-theirs")
		}
	}
	// A row that one removed and the other changed is in conflict as a whole.
	for key := range merged {
		kind, id, _ := strings.Cut(key, " ")
		if kind != "row" || gone(a, key) == gone(b, key) {
			continue
		}
		side, keeper, remover := "-ours", a, b
		if gone(a, key) {
			side, keeper, remover = "-theirs", b, a
		}
		changed := false
		for _, of := range []string{"publisher ", "title "} {
			changed = changed || !remover[of+id].orNothing().knew[keeper[of+id].orNothing().last]
		}
		fresh := !remover[key].orNothing().knew[keeper[key].last] // it was added, or again
		if fresh {
			continue
		}
		if changed {
			conflicts[key] = true
		}
		stays := changed && flag == side // else it goes
		for _, of := range []string{"row ", "publisher ", "title "} {
			delete(conflicts, of+id)
			x, y := a[of+id].orNothing(), b[of+id].orNothing()
			merged[of+id] = o.decided(x, y, stays == (side == "-theirs"))
		}
		if changed {
			conflicts[key] = true
		}
	}
	args := []string{o.path(from), o.path(to)}
	switch {
	case undone:
		args = append([]string{flag}, args...)
	case len(conflicts) > 0:
		before := statementsOf(o.read(to))
		var out strings.Builder
		if code := run(context.Background(), append([]string{"copy"}, args...), &out, &out); code != exitFailed {
			o.fail("copy %s %s ends with %d, want conflicts %v: %s", from, to, code, slices.Sorted(maps.Keys(conflicts)), &out)
		}
		o.log = append(o.log, fmt.Sprintf("copy %s %s: conflicts, %s", from, to, flag))
		if !strings.Contains(out.String(), count(len(conflicts), "conflict")) {
			o.fail("got %s, want conflicts %v", &out, slices.Sorted(maps.Keys(conflicts)))
		}
		if !maps.Equal(statementsOf(o.read(to)), before) {
			o.fail("%s has changed", to)
		}
		args = append([]string{flag}, args...)
	}
	o.log = append(o.log, fmt.Sprintf("copy %s %s", from, to))
	var out strings.Builder
	if code := run(context.Background(), append([]string{"copy"}, args...), &out, &out); code != exitFine {
		o.fail("copy ends with %d: %s", code, &out)
	}
	o.want[to] = merged
	o.check(from)
	o.check(to)
}

// decided is what is said after it was decided between two. Who said the one before the other said
// theirs says it anew.
func (o *rounds) decided(x, y said, second bool) said {
	if second {
		x, y = y, x
	}
	if y.knew[x.last] {
		return o.after(x.now, x.knew, y.knew)
	}
	return said{x.now, x.last, joined(x.knew, y.knew)}
}

// orNothing is what was said, or that nothing ever was.
func (s said) orNothing() said {
	if s.knew == nil {
		s.knew = map[int]bool{0: true}
	}
	return s
}

func joined[K comparable, V any](a, b map[K]V) map[K]V {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// check compares a form with what it is to say.
func (o *rounds) check(name string) {
	o.Helper()
	got, want := statementsOf(o.read(name)), map[string]string{}
	for key, s := range o.want[name] {
		if s.now != "" {
			want[key] = s.now
		}
	}
	for key := range joined(got, want) {
		if got[key] != want[key] {
			o.fail("%s: %s: got %q, want %q", name, key, got[key], want[key])
		}
	}
}

// However often a directory and GeoPackages are edited and copied to each other, each edit arrives,
// none is undone, and a conflict is what two said without knowing of each other, decided once.
func TestCopiesAgreeThroughManyRounds(t *testing.T) {
	for seed := range *manyRounds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			o := &rounds{T: t, folder: t.TempDir(), r: rand.New(rand.NewPCG(uint64(seed), 7)), want: map[string]map[string]said{}}
			canonical, err := dataset.Format(testdata.Small())
			if err != nil {
				t.Fatal(err)
			}
			if err := writeFiles(o.path(roundsDirectory), canonical.Files, nil); err != nil {
				t.Fatal(err)
			}
			first := map[string]said{}
			for key, value := range statementsOf(o.read(roundsDirectory)) {
				first[key] = o.after(value)
			}
			o.want[roundsDirectory] = first
			for _, file := range []string{"a.gpkg", "b.gpkg"} {
				copied(t, exitFine, o.path(roundsDirectory), o.path(file))
				o.want[file] = maps.Clone(first)
			}
			for step := range 40 {
				files := o.files()
				file := files[o.r.IntN(len(files))]
				switch n := o.r.IntN(10); {
				case n < 3:
					o.edit(file)
				case n < 5:
					o.edit(roundsDirectory)
				case n < 8 || step == 0:
					o.copy(file, roundsDirectory)
				case n == 8 && len(files) == 2 && step > 10: // somebody copies a file as files are copied
					o.copy(file, roundsDirectory) // else nobody could tell who knows of its edits
					content, err := os.ReadFile(o.path(file))
					if err != nil || os.WriteFile(o.path("c.gpkg"), content, 0o644) != nil {
						t.Fatal(err)
					}
					o.want["c.gpkg"] = maps.Clone(o.want[file])
				default:
					o.copy(roundsDirectory, file)
				}
			}
		})
	}
}
