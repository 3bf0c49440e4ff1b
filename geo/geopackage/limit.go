package geopackage

import (
	"context"
	"database/sql"
	"os"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"demarc/geo/internal/budget"
)

// The limits of a file that is read. A table holds no more than its file; a view makes rows of any
// number and size, or works without end for none.
const (
	maxPatience  = time.Minute // with one table
	minValue     = 16 << 20    // bytes that a value may have at least
	maxStatement = 1 << 20     // bytes of what makes a table or a view
)

// openReader opens a file of the database within limits.
func openReader(ctx context.Context, db *sql.DB, path string) (fileReader, error) {
	info, err := os.Stat(path)
	if err != nil {
		return fileReader{}, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return fileReader{}, err
	}
	for id, limit := range map[int]int64{
		sqlite3.SQLITE_LIMIT_LENGTH:     max(minValue, min(info.Size(), 1<<30-1)),
		sqlite3.SQLITE_LIMIT_SQL_LENGTH: maxStatement,
	} {
		if _, err := sqlite.Limit(conn, id, int(limit)); err != nil {
			conn.Close()
			return fileReader{}, err
		}
	}
	return fileReader{ctx, conn, budget.Of(info.Size()), maxPatience}, nil
}
