package atlas

import "demarc/geo/picture"

// darkColors are those of the page's dark scheme in place of the light ones. The colours of actors
// are data and stay; on a dark ground they are a little stronger.
var darkColors = map[string]string{
	WaterColor: "#22384a", RiverColor: "#36566f", HaloColor: "#0c1014", DotsColor: "#9aa3ad", LabelColor: "#ffffff",
	waterNameColor: "#8fb4cf", countryNameColor: "#a9a59c",
	countryColor: "#dcdce1", lineColor: "#e6ebf0", frontColor: "#f4f5f6", softColor: "#dde2e7", accentColor: "#8cc4f5",
}

const darkFillOpacity = 0.74

// darken gives the picture the colours of the dark scheme.
func (m *sheet) darken() {
	m.p.Dark = true
	for i := range m.p.Shapes {
		shape := &m.p.Shapes[i]
		if shape.Fill != nil {
			fill := m.darkFill(*shape.Fill)
			shape.Fill = &fill
		}
		for k := range shape.Strokes {
			shape.Strokes[k].Color = m.dark(shape.Strokes[k].Color)
		}
	}
	for i := range m.p.Labels {
		m.p.Labels[i].Color = m.dark(m.p.Labels[i].Color)
	}
	for i := range m.p.Legend {
		m.p.Legend[i].Fill = m.darkFill(m.p.Legend[i].Fill)
	}
}

func (m *sheet) darkFill(f picture.Fill) picture.Fill {
	f.Color, f.Ink = m.dark(f.Color), m.dark(f.Ink)
	if f.Opacity == FillOpacity {
		f.Opacity = darkFillOpacity
	}
	return f
}

// dark is the colour in place of a light one; that of an actor stays, whatever it is.
func (m *sheet) dark(color string) string {
	for i := range m.s.Dataset.Actors {
		if m.s.Dataset.Actors[i].Color == color {
			return color
		}
	}
	if other, ok := darkColors[color]; ok {
		return other
	}
	return color
}
