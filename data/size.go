package data

// What a snapshot takes for each vertex and each statement, in bytes, about: measured with bundled
// and made-up datasets after their tiles of all zooms were asked for.
const (
	bytesOfVertex    = 900
	bytesOfStatement = 4000
	bytesOfSnapshot  = 2 << 20
)

// Bytes returns roughly how much memory the snapshot takes with all that it computes in time.
func (s *Snapshot) Bytes() int64 {
	vertices, statements := 0, len(s.Dataset.Events)+len(s.Dataset.Sources)+len(s.Dataset.Regions)
	for _, r := range s.Dataset.Regions {
		for _, polygon := range r.Geometry {
			for _, ring := range polygon {
				vertices += len(ring)
			}
		}
		for _, line := range r.Lines {
			vertices += len(line)
		}
	}
	views := max(1, len(s.siblings))
	for _, periods := range s.zonePeriods {
		statements += len(periods) * views
	}
	return bytesOfSnapshot + bytesOfVertex*int64(vertices) + bytesOfStatement*int64(statements)
}
