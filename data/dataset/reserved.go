package dataset

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
