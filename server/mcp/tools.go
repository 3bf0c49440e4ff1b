package mcp

import (
	"context"

	"demarc/server/answer"
)

// How many rows an answer has.
const (
	defaultLimit = 20
	maxLimit     = 200
)

// tool is what may be called.
type tool struct {
	name, title, description string
	arguments, required      []string
	status                   string   // what the status of its replies may be
	answers                  string   // what the answer in them is
	members                  []string // what the answer always has
	answer                   func(ctx context.Context, s *Server, q answer.Question) (reply, error)
}

// ofControl says what the status of a place may be.
const ofControl = "The status of control there on that day, an id that the tool dataset explains; unknown: it is not known, see reason."

var tools = []tool{
	{
		name: "locate", title: "Who controlled a place on a day",
		description: "Says which zone and regions a place lies in, who controlled it on a day, since when, by which event and according to which sources. " +
			"Asked with lon and lat, or with q: a name or coordinates. Outside of what the dataset covers the status is unknown, with the reason.",
		arguments: []string{"lon", "lat", "q", "near", "datetime", "viewpoint", "borders"},
		status:    ofControl,
		answers:   "What GET /locate of the API answers.",
		members:   []string{"lon", "lat", "datetime", "snapshot", "zone", "control", "regions"},
		answer:    locate,
	},
	{
		name: "history", title: "Who controlled a place over time",
		description: "As locate, with all periods of control of the place from the first day covered on, each with the bounds of its first day, event and sources: " +
			"the member history of the answer.",
		arguments: []string{"lon", "lat", "q", "near", "datetime", "viewpoint"},
		status:    ofControl,
		answers:   "What GET /locate of the API answers with history=true.",
		members:   []string{"lon", "lat", "datetime", "snapshot", "zone", "control", "regions"},
		answer:    history,
	},
	{
		name: "diff", title: "What changed between two days",
		description: "Lists the zones that have another controller, status or patrol on the second day than on the first, the largest first, with areas in km2, " +
			"the steps between, and the area that passed from whom to whom. Where a day is not covered the status is unknown, with the reason.",
		arguments: []string{"from", "to", "viewpoint", "limit", "offset"}, required: []string{"from", "to"},
		status:  answered + ", or unknown where a day is not covered, see reason.",
		answers: "What GET /diff of the API answers, in short: all totals, and the zones from offset on. The sources are those of these zones.",
		members: []string{"from", "to", "totals", "passed", "altered", "unknown", "zones"},
		answer:  diff,
	},
	{
		name: "sources", title: "According to whom",
		description: "With the id of a source: its words, addresses, and what rests on it. With the id of an event: what happened, and its sources. " +
			"With the id or name of a zone or another region: the sources of its outline and of each of its periods of control, or of the period on one day. Without id: the list of all sources.",
		arguments: []string{"id", "datetime", "viewpoint", "limit", "offset"},
		status:    answered + ".",
		answers:   "kind: source, event, region or list; and the thing itself as the API answers it.",
		members:   []string{"kind"},
		answer:    sources,
	},
	{
		name: "dataset", title: "What there is to ask",
		description: "Describes the dataset: what it covers, its statuses, actors, viewpoints, layers, named stretches of days, and an example. Ask it first.",
		status:      answered + ".",
		answers:     "What the dataset is and has, with ids and names.",
		members:     []string{"description", "statuses", "actors", "viewpoints", "layers", "counts", "example"},
		answer:      describe,
	},
}
