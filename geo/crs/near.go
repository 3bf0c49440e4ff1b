package crs

import (
	"fmt"
	"regexp"
	"strings"
)

// near are the geographic systems that continents and countries use in place of WGS 84. They lie so
// near to it that programs turn one into the other by doing nothing: PROJ gives these null
// transformations an accuracy of 1 to 4 m, which movements of plates and earthquakes eat up.
var near = []struct {
	name  string
	codes []int // in EPSG, with longitude and latitude in degrees from Greenwich
	// datums are the names of its datum in well-known text, in capitals without spaces and signs
	datums []string
}{
	{"NAD83", []int{4269, 4140, 4152, 4617, 4759, 6318}, []string{"NORTHAMERICAN1983", "NORTHAMERICANDATUM1983", "NAD83", "NAD1983"}},
	{"ETRS89", []int{4258}, []string{"ETRS1989", "ETRS89", "EUROPEANTERRESTRIALREFERENCESYSTEM1989"}},
	{"GDA94", []int{4283}, []string{"GDA1994", "GDA94", "GEOCENTRICDATUMOFAUSTRALIA1994"}},
	{"GDA2020", []int{7844}, []string{"GDA2020", "GEOCENTRICDATUMOFAUSTRALIA2020"}},
	{"SIRGAS 2000", []int{4674}, []string{"SIRGAS2000", "SISTEMADEREFERENCIAGEOCENTRICOPARALASAMERICAS2000", "SISTEMADEREFERENCIAGEOCENTRICOPARAAMERICADELSUR2000"}},
	{"CGCS2000", []int{4490}, []string{"CGCS2000", "CHINA2000"}},
	{"JGD2000", []int{4612}, []string{"JGD2000", "JAPANESEGEODETICDATUM2000"}},
	{"JGD2011", []int{6668}, []string{"JGD2011", "JAPANESEGEODETICDATUM2011"}},
	{"NZGD2000", []int{4167}, []string{"NZGD2000", "NEWZEALANDGEODETICDATUM2000"}},
	{"Korea 2000", []int{4737}, []string{"KOREA2000", "GEOCENTRICDATUMOFKOREA"}},
	{"RGF93", []int{4171}, []string{"RGF1993", "RGF93", "RESEAUGEODESIQUEFRANCAIS1993"}},
	{"Hartebeesthoek94", []int{4148}, []string{"HARTEBEESTHOEK1994", "HARTEBEESTHOEK94"}},
}

// NearCode tells whether coordinates in the system of EPSG may be taken for longitude and latitude
// in WGS 84, from which they differ by a few metres at most, and says so.
func NearCode(code int) (note string, ok bool) {
	for _, system := range near {
		for _, c := range system.codes {
			if c == code {
				return taken(system.name), true
			}
		}
	}
	return "", false
}

// datumName matches the name of the datum in well-known text of a geographic system, of either
// version (OGC 01-009, ISO 19162), as far as it stands for degrees from Greenwich.
var (
	datumName = regexp.MustCompile(`^(?:GEOGCS|GEOGCRS|GEODCRS)\[.*?(?:DATUM|ENSEMBLE)\["(?:D_)?([^"]*)"`)
	elsewhere = regexp.MustCompile(`PRIMEM\["[^"]*",-?[\d.]*[1-9]|"(?:GRAD|GON|RADIAN)"`)
	signs     = strings.NewReplacer("_", "", " ", "", "-", "", "(", "", ")", "")
)

// NearText is NearCode for a system given as well-known text.
func NearText(text string) (note string, ok bool) {
	capitals := strings.ToUpper(strings.Join(strings.Fields(text), " "))
	m := datumName.FindStringSubmatch(capitals)
	if m == nil || elsewhere.MatchString(capitals) {
		return "", false
	}
	datum := strings.TrimSuffix(signs.Replace(m[1]), "ENSEMBLE")
	for _, system := range near {
		for _, name := range system.datums {
			realized, is := strings.CutPrefix(datum, name) // NAD83 (2011), HARN
			if is && (realized == "" || system.name == "NAD83") {
				return taken(system.name), true
			}
		}
	}
	return "", false
}

func taken(name string) string {
	return fmt.Sprintf("%s is taken for WGS 84, from which it differs by a few metres at most", name)
}
