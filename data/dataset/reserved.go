package dataset

import "strings"

// The layers that the program makes of a dataset itself. No layer of a dataset can have such an id.
const (
	ControlLayer = "control" // zones, and the overlays above them, with who controlled them
	PlacesLayer  = "places"
	EventsLayer  = "events"
	BordersLayer = "borders" // only in the tileset history

	// These two exist if the zones are a partition.
	FrontLayer       = "front"       // borders between different controllers
	ControllersLayer = "controllers" // zones with the same controller and status made one
)

// HistoryTiles is the tileset with every geometry once and no dates, to be coloured from the state
// table of the snapshot.
const HistoryTiles = "history"

// reservedIDs are the layers and tilesets that every dataset has.
var reservedIDs = []string{ControlLayer, FrontLayer, ControllersLayer, PlacesLayer, EventsLayer, BordersLayer, HistoryTiles}

// ownPrefix begins the name of an attribute whose own name is reserved.
const ownPrefix = "own_"

// reservedNames are the names that an attribute cannot have, in small letters: those of parameters
// of the API, of the columns of its tables, and of what file formats put beside columns. Names of
// languages, such as name_en, are not listed; see reservedName.
var reservedNames = names(
	// parameters, those that OGC APIs know among them
	`after bbox before bom borders columns crs datetime delimiter dissolve f filter format from header height
	history ids kind known lang lat layer limit lon maxzoom minzoom near offset outside point profile
	properties q region resulttype scale skipgeometry sortby source to token viewpoint width within zone`,
	// columns of control, fronts and controllers
	`acquired_by area_km2 claimants confidence controller controller_name event event_title fill
	from_earliest from_latest id left_name left_status length_km overlay patrolled_by precision_m
	right_name right_status source_ids sources status uncertain valid_from valid_to zones`,
	// columns of regions, lines, places, events and borders
	`admin_from admin_to attributes attributes_of date day decided_by geo_precision left name names note
	parent planned precision rank replaced_by replaces review right role same_as summary time_precision
	title`,
	// columns that are added to tables of points
	`border_m corrections near_uncertain_line nearest nearest_m reason regions second snapshot status_name zone_km2
	zone_name`,
	// formats
	`fid geom geometry ogc_fid the_geom type wkb_geometry wkt`,
)

func names(lists ...string) map[string]bool {
	all := map[string]bool{}
	for _, list := range lists {
		for _, name := range strings.Fields(list) {
			all[name] = true
		}
	}
	return all
}

func reservedName(name string) bool {
	name = strings.ToLower(name)
	return reservedNames[name] || strings.HasPrefix(name, "name_")
}

// AttributeName is the name under which a dataset keeps the column of another program.
func AttributeName(column string) string {
	if reservedName(column) {
		return ownPrefix + column
	}
	return column
}

// ColumnName takes off what AttributeName put before the name of a column.
func ColumnName(attribute string) string {
	if column, ok := strings.CutPrefix(attribute, ownPrefix); ok && reservedName(column) {
		return column
	}
	return attribute
}
