package mcp

import (
	"context"
	"fmt"

	"demarc/data/dataset"
	"demarc/server/answer"
)

// idNamed is something with an id and names.
type idNamed struct {
	ID    string        `json:"id"`
	Names dataset.Names `json:"names"`
}

func describe(_ context.Context, _ *Server, q answer.Question) (r reply, err error) {
	d := q.Snapshot.Dataset
	actors, views, layers := []idNamed{}, []idNamed{}, []idNamed{}
	for _, a := range d.Actors {
		actors = append(actors, idNamed{a.ID, a.Names})
	}
	for _, v := range d.Viewpoints {
		views = append(views, idNamed{v.ID, v.Names})
	}
	for _, l := range d.Layers {
		layers = append(layers, idNamed{l.ID, l.Title})
	}
	e := q.Snapshot.Example()
	r.Status = answered
	r.Answer = map[string]any{
		"description": d.Description, "statuses": d.Statuses, "actors": actors, "viewpoints": views, "layers": layers,
		"control_layer": d.ControlLayer, "overlay_layers": d.OverlayLayers, "spans": d.Spans, "states_control": q.Snapshot.StatesControl(),
		"counts": map[string]int{
			"zones": len(q.Snapshot.Zones()), "regions": len(d.Regions), "periods": len(d.Periods),
			"events": len(d.Events), "places": len(d.Places), "sources": len(d.Sources),
		},
		"example": map[string]any{"lon": e.Point[0], "lat": e.Point[1], "datetime": e.Day},
	}
	until := "open"
	if d.Covers.To != nil {
		until = d.Covers.Interval().Last().String()
	}
	r.text = fmt.Sprintf("%s (%s), version %s\n%s\ncovers %s to %s, %.6g %.6g to %.6g %.6g\n%s, %s\n", d.Title.In("en"), d.ID, d.Version,
		d.Description.In("en"), d.Covers.From, until, d.Covers.Extent[0], d.Covers.Extent[1], d.Covers.Extent[2], d.Covers.Extent[3], d.Attribution, d.Licence)
	return r, nil
}
