package export

import (
	"errors"
	"io"
)

// What rows without Browser would have linked into the engine, SQLite and files, stays outside.

func writeGeoPackage(io.Writer, Job) error { return errors.ErrUnsupported }

func writePMTiles(io.Writer, Job) error { return errors.ErrUnsupported }
