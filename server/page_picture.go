package server

import (
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
)

// The size of the picture of a view, as link previews show it.
const (
	previewWidth  = 1200
	previewHeight = 630
)

// pictureOf is the address of a picture of the view in the page's address: of
// the day, or of what changed hands between the two that are compared.
func (q *request) pictureOf(snapshot *data.Snapshot, day date.Date, lang string) string {
	values := q.values
	query := url.Values{
		"datetime": {day.String()}, "lang": {lang},
		"width": {strconv.Itoa(previewWidth)}, "height": {strconv.Itoa(previewHeight)},
	}
	if from, err := date.Parse(values.Get("cmp")); err == nil && from != day {
		query.Set("datetime", min(from, day).String()+"/"+max(from, day).String())
	}
	if viewpoint := values.Get("vp"); viewpoint != "" && viewpoint == snapshot.Viewpoint {
		query.Set("viewpoint", viewpoint)
	}
	if bbox, ok := viewBox(values.Get("c")); ok {
		query.Set("bbox", bbox)
	}
	return q.links.to("/export/" + dataset.ControlLayer + ".png?" + query.Encode())
}

// viewBox is about what a map of the preview's size shows that stands at
// c=latitude,longitude,zoom.
func viewBox(camera string) (string, bool) {
	parts := strings.Split(camera, ",")
	if len(parts) != 3 {
		return "", false
	}
	var n [3]float64
	for i, part := range parts {
		x, err := strconv.ParseFloat(part, 64)
		if err != nil || math.IsNaN(x) {
			return "", false
		}
		n[i] = x
	}
	lat, lon, zoom := n[0], n[1], n[2]
	if math.Abs(lat) > 85 || math.Abs(lon) > 180 || zoom < 0 || zoom > 24 {
		return "", false
	}
	const mapPx = 256 // width of the world at zoom 0
	east := 360 * previewWidth / 2 / (mapPx * math.Exp2(zoom))
	north := east * previewHeight / previewWidth * math.Cos(lat*math.Pi/180)
	west, south := max(lon-east, -180), max(lat-north, -90)
	east, north = min(lon+east, 180), min(lat+north, 90)
	return fmt.Sprintf("%.4f,%.4f,%.4f,%.4f", west, south, east, north), west < east && south < north
}
