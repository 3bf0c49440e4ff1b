package karabakh_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/karabakh"
)

// The zone that shows where an overlay has no period of its own.
var beneath = map[string]string{
	"z_lachin_route2": "z_lachin_main", "z_lachin_strip": "z_lachin_town_corridor", "z_dadivank_post": "z_kalbajar_soviet",
}

// Who held every zone on 20 days, worked out from the chronology before the dataset was written.
func TestZonesAgreeWithTheChronology(t *testing.T) {
	s := open(t)
	content, err := os.ReadFile("testdata/snapshots.json")
	if err != nil {
		t.Fatal(err)
	}
	var days map[string][]struct {
		Controller, Status string
		PatrolledBy        string `json:"patrolled_by"`
		Zones              []string
	}
	if err := json.Unmarshal(content, &days); err != nil {
		t.Fatal(err)
	}
	if len(days) != 20 {
		t.Fatalf("got %d days, want 20", len(days))
	}
	for on, states := range days {
		seen := map[string]bool{}
		for _, want := range states {
			for _, zone := range want.Zones {
				seen[zone] = true
				p := s.Timeline.Period(zone, day(t, on))
				if below, ok := beneath[zone]; ok && p == nil {
					p = s.Timeline.Period(below, day(t, on))
				}
				if p == nil {
					t.Errorf("%s on %s: no period, want %s %s", zone, on, want.Controller, want.Status)
				} else if p.Controller != want.Controller || p.Status != want.Status || p.PatrolledBy != want.PatrolledBy {
					t.Errorf("%s on %s: got %s %s %q, want %s %s %q", zone, on,
						p.Controller, p.Status, p.PatrolledBy, want.Controller, want.Status, want.PatrolledBy)
				}
			}
		}
		for _, p := range s.Dataset.Periods {
			if !seen[p.Zone] {
				t.Errorf("%s: the chronology has no state of %s", on, p.Zone)
			}
		}
	}
}

// Every seat lies in its district, in the divisions of 1988, 1992 and 2023.
func TestSeatsLieInTheirDistricts(t *testing.T) {
	s := open(t)
	for seat, want := range map[string][3]string{ // "": in no district that is drawn
		"aghdam":            {"aghdam", "aghdam_1992", "aghdam_1992"},
		"kalbajar":          {"kalbajar", "kalbajar_1992", "kalbajar_2023"},
		"lachin":            {"lachin", "lachin_1992", "lachin_1992"},
		"fuzuli":            {"fuzuli", "fuzuli_1992", "fuzuli_1992"},
		"jabrayil":          {"jabrayil", "jabrayil_1992", "jabrayil_1992"},
		"zangilan":          {"zangilan", "zangilan_1992", "zangilan_1992"},
		"qubadli":           {"qubadli", "qubadli_1992", "qubadli_1992"},
		"khankendi":         {"stepanakert_c", "khankendi", "khankendi"},
		"shusha":            {"shusha_d", "shusha", "shusha"},
		"khojaly":           {"askeran_d", "khojaly", "khojaly"},
		"askeran":           {"askeran_d", "khojaly", "khojaly"},
		"khojavend":         {"martuni_d", "khojavend", "khojavend"},
		"hadrut":            {"hadrut_d", "khojavend", "khojavend"},
		"aghdara":           {"mardakert_d", "tartar", "aghdara"},
		"tartar":            {"", "tartar", "tartar_2023"},
		"ashaghi_aghjakend": {"goranboy_shahumyan", "", ""},
		"artsvashen":        {"artsvashen", "", ""},
	} {
		i := slices.IndexFunc(s.Dataset.Places, func(p *dataset.Place) bool { return p.ID == seat })
		if i < 0 {
			t.Errorf("no place is called %s", seat)
			continue
		}
		for n, on := range []string{"1988-03-01", "1993-03-01", "2024-03-01"} {
			layer, got := []string{"districts", "districts_later", "districts_later"}[n], ""
			for _, r := range s.Locate(s.Dataset.Places[i].Point, day(t, on)).Regions {
				if r.Layer == layer {
					got += r.ID
				}
			}
			if got != want[n] {
				t.Errorf("%s on %s: got %q of %s, want %q", seat, on, got, layer, want[n])
			}
		}
	}
}

// What Armenian forces held agrees with published areas: 7,634 km2 of the seven districts before
// the war of 2020 (within 3 percent), 2,800 to 3,200 km2 after it, the corridor left out.
func TestAreasAgreeWithTheLiterature(t *testing.T) {
	s := open(t)
	for _, tt := range []struct {
		name, day, outside string
		least, most        float64
	}{
		{"outside of the former oblast", "2020-09-26", "nkao", 0.97 * 7634, 1.03 * 7634},
		{"after the handovers", "2020-12-02", "", 2800, 3200},
	} {
		on := day(t, tt.day)
		stats, err := s.Stats(t.Context(), data.StatsQuery{During: date.Interval{From: on, To: on + 1}, Outside: tt.outside})
		if err != nil || len(stats.Series) != 1 {
			t.Fatalf("%s: got %d epochs, %v", tt.name, len(stats.Series), err)
		}
		km2 := 0.0
		for _, a := range stats.Series[0].Areas {
			if a.Controller != nil && *a.Controller == "armenian_forces" {
				km2 += a.Km2
			}
		}
		if km2 < tt.least || km2 > tt.most {
			t.Errorf("%s on %s: got %.0f km2, want %.0f to %.0f", tt.name, tt.day, km2, tt.least, tt.most)
		}
	}
}

// Words that take a side, in the four languages.
var loaded = regexp.MustCompile(`(?i)liberat|occup|terror|separatis|illegal|illegitim|aggress|massacre|genocid|enem(y|ies)|invad|invasion|` +
	`regime|puppet|seiz|cleans|deport|conquer|` +
	`işğal|azad (ed|ol)|separat(çı|iz)|təcavüz|düşmən|qətliam|soyqırım|zəbt|qəsb|rejim|qondarma|deport|terror|` +
	`ազատագր|գրավ(ում|ե|վ)|օկուպ|բռնազավթ|զավթ|ահաբեկ|թշնամ|ցեղասպան|ագրես|անջատողակ|վարչախմբ|բռնագաղթ|կոտորած|` +
	`освобо|оккуп|террор|сепарат|агрес|захва|враг|враж|депорт|геноцид|режим|марионет|резн[яюией]|зачист|изгна`)

// quotation is what stands between quotation marks.
var quotation = regexp.MustCompile(`"[^"]*"|«[^»]*»|“[^”]*”`)

// zoneID is an id, which says nothing to a reader.
var zoneID = regexp.MustCompile(`\bz_[a-z]`)

// Our own texts take no side. Titles of sources and quotations of the United Nations are not our
// own.
func TestWordsTakeNoSide(t *testing.T) {
	err := fs.WalkDir(karabakh.FS(), ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(karabakh.FS(), file)
		if err != nil {
			return err
		}
		checkWords(t, file, content)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	lines, _ := filepath.Glob("build/lines/*.geojson")
	if len(lines) == 0 {
		t.Error("no drafted lines were found")
	}
	for _, file := range lines {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		checkWords(t, file, content)
	}
}

func checkWords(t *testing.T, file string, content []byte) {
	t.Helper()
	var value any
	if err := json.Unmarshal(content, &value); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	eachText(value, nil, func(path []string, text string) {
		if file == "sources.json" || !strings.Contains(text, " ") { // titles, addresses, ids
			return
		}
		if file == "dataset.json" && path[0] == "de_jure" || file == "events.json" && strings.Contains(path[1], "-un") {
			text = quotation.ReplaceAllString(text, "")
		}
		if word := loaded.FindString(text); word != "" {
			t.Errorf("%s: %s: %q in %q", file, strings.Join(path, "."), word, text)
		}
		if slices.Contains(path, "note") && zoneID.MatchString(text) {
			t.Errorf("%s: %s: an id in %q", file, strings.Join(path, "."), text)
		}
	})
}

// eachText calls f for every string with the names of the members that lead to it; an array element
// is named by its id.
func eachText(value any, path []string, f func(path []string, text string)) {
	switch v := value.(type) {
	case string:
		f(path, v)
	case map[string]any:
		for name, member := range v {
			if name != "id" {
				eachText(member, append(slices.Clone(path), name), f)
			}
		}
	case []any:
		for _, item := range v {
			id := ""
			if o, ok := item.(map[string]any); ok {
				id, _ = o["id"].(string)
			}
			eachText(item, append(slices.Clone(path), id), f)
		}
	}
}
