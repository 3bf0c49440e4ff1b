package server

import (
	"archive/zip"
	"bytes"
	"maps"
	"net/http"
	"slices"
	"time"
)

// datasetShare is the part of the memory of a snapshot that its files take: of a vertex, its digits.
const datasetShare = 8

// getDatasetFile answers with the files of the dataset in a zip, in their canonical form: what the
// engine in the browser opens, and demarc serve -data.
func (s *Server) getDatasetFile(w http.ResponseWriter, q *request) error {
	work, err := s.begin(q, q.snapshot.Bytes()/datasetShare)
	if err != nil {
		return err
	}
	defer work.end()
	files, err := q.snapshot.Dataset.Files()
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		// the same bytes each time: no file has a time of its own
		header := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		out, err := z.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := out.Write(files[name]); err != nil {
			return err
		}
		if err := q.Context().Err(); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	work.leave()
	w.Header().Set("Content-Disposition", `attachment; filename="`+q.snapshot.Dataset.ID+`.zip"`)
	return writeDocument(w, q, "application/zip", packed.Bytes())
}
