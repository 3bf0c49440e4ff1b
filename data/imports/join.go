package imports

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"demarc/data/date/spelling"
	"demarc/data/imports/files"
	"demarc/geo"
)

// join makes one table of the regions of a file and the periods of another: each row of the periods
// gets the shape and the names of the region whose id it has. Regions without a row get one that
// names no controller; a row without a region is an error. It returns the column of zones too.
func join(regions, periods table, o Options) (table, string, error) {
	from, err := findColumns(regions.Fields, Options{ID: o.ID, Names: o.Names, Language: o.Language})
	if err != nil {
		return table{}, "", fmt.Errorf("regions: %w", err)
	}
	to, err := findColumns(periods.Fields, Options{Zone: o.Zone, Controller: o.Controller, Status: o.Status, From: o.From, To: o.To, Source: o.Source, Language: o.Language})
	if err != nil {
		return table{}, "", fmt.Errorf("periods: %w", err)
	}
	key, ok := to.of[zoneRole]
	if !ok {
		if key, ok = to.of[idRole]; !ok {
			return table{}, "", fmt.Errorf("periods: no column is known to hold the ids of regions: name it with -zone, one of %s", to.list())
		}
	}
	if !to.has(controllerRole) {
		return table{}, "", fmt.Errorf("periods: no column is known to say who controls a region: name it with -controller, one of %s", to.list())
	}
	byID, err := regionIDs(regions, from)
	if err != nil {
		return table{}, "", err
	}
	joined, err := joinRows(regions, periods, key, byID)
	return joined, periods.Fields[key].Name, err
}

// joinRows puts the rows together; key is the column of ids.
func joinRows(regions, periods table, key int, byID map[string]*geo.Feature) (table, error) {
	joined := table{Table: files.Table{Format: periods.Format + " and " + regions.Format, Notes: slices.Concat(regions.Notes, periods.Notes)}}
	kept := keptColumns(regions, periods)
	joined.Fields = slices.Clone(periods.Fields)
	for _, i := range kept {
		joined.Fields = append(joined.Fields, regions.Fields[i])
	}
	joined.ofZones = len(periods.Fields)
	used, unknown := map[string]bool{}, map[string]bool{}
	for i := range periods.Features {
		f := periods.Features[i]
		id := asText(f.Values[key])
		if byID[id] == nil {
			unknown[id] = true
			continue
		}
		used[id] = true
		joined.Features = append(joined.Features, extended(f.Values, byID[id], kept))
	}
	if len(unknown) > 0 {
		return table{}, fmt.Errorf("periods: no region has the ids %s: want those of %s", few(slices.Sorted(maps.Keys(unknown))), few(slices.Sorted(maps.Keys(byID))))
	}
	var idle []string
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		if !used[id] {
			idle = append(idle, id)
			values := make([]any, len(periods.Fields))
			values[key] = id
			joined.Features = append(joined.Features, extended(values, byID[id], kept))
		}
	}
	if len(idle) > 0 {
		joined.Notes = append(joined.Notes, "regions without a period, whose control is unknown: "+few(idle))
	}
	return joined, nil
}

// regionIDs finds every region by its id.
func regionIDs(regions table, c *columns) (map[string]*geo.Feature, error) {
	byID := map[string]*geo.Feature{}
	for i := range regions.Features {
		f := &regions.Features[i]
		id := asText(c.value(f, idRole))
		if id == "" {
			id = f.ID
		}
		if id == "" {
			return nil, fmt.Errorf("regions: row %d has no id: name the column with -id, one of %s", i+1, c.list())
		}
		if byID[id] != nil {
			return nil, fmt.Errorf("regions: the id %q stands there twice: want one row for each region", id)
		}
		byID[id] = f
	}
	return byID, nil
}

// keptColumns are those of the regions that the periods do not have, and that do not bound days.
func keptColumns(regions, periods table) []int {
	var kept []int
	for i, f := range regions.Fields {
		name := strings.ToLower(f.Name)
		days := slices.ContainsFunc(spelling.Spans, func(s [2]string) bool { return name == s[0] || name == s[1] })
		if !days && !slices.ContainsFunc(periods.Fields, func(p geo.Field) bool { return strings.EqualFold(p.Name, f.Name) }) {
			kept = append(kept, i)
		}
	}
	return kept
}

func extended(values []any, region *geo.Feature, kept []int) geo.Feature {
	f := geo.Feature{Geometry: region.Geometry, Values: slices.Clone(values)}
	for _, i := range kept {
		f.Values = append(f.Values, region.Values[i])
	}
	return f
}

// few lists the first of many.
func few(words []string) string {
	const most = 5
	if len(words) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(words[:most], ", "), len(words)-most)
	}
	return strings.Join(words, ", ")
}
