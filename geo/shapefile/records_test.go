package shapefile_test

import (
	"encoding/binary"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"demarc/geo/shapefile"
)

// TestRecordsApart reads what does not hold its records one after the other, as Natural Earth's
// lines between countries do not.
func TestRecordsApart(t *testing.T) {
	const header, size = 100, 8 + 20 // of a point
	points := []orb.Geometry{orb.Point{1, 10}, orb.Point{2, 20}, orb.Point{3, 30}}
	archive, _ := write(t, layerOf(points...))
	files := func(change func(shp, shx []byte) (newShp, newShx []byte)) fstest.MapFS {
		all := unpacked(t, archive)
		shp, shx := change(all["zones.shp"].Data, all["zones.shx"].Data)
		all["zones.shp"], all["zones.shx"] = &fstest.MapFile{Data: shp}, &fstest.MapFile{Data: shx}
		if shx == nil {
			delete(all, "zones.shx")
		}
		return all
	}
	begins := func(shx []byte, row, at int) { binary.BigEndian.PutUint32(shx[header+8*row:], uint32(at/2)) }
	gap := func(shp, shx []byte) ([]byte, []byte) { // bytes of nothing before the second
		begins(shx, 1, header+size+12)
		begins(shx, 2, header+2*size+12)
		return slices.Insert(shp, header+size, []byte("\xff\xff\xff\xffnothing.")...), shx
	}
	for _, tt := range []struct {
		name        string
		change      func(shp, shx []byte) ([]byte, []byte)
		note, fails string
	}{
		{name: "one after the other", change: func(shp, shx []byte) ([]byte, []byte) { return shp, shx }},
		{name: "a gap", change: gap},
		{name: "one moved to the end, its old place left", change: func(shp, shx []byte) ([]byte, []byte) {
			moved := slices.Clone(shp[header+size : header+2*size])
			copy(shp[header+size+12:], make([]byte, 16)) // as it was before
			begins(shx, 1, len(shp))
			return append(shp, moved...), shx
		}},
		{name: "no index", change: func(shp, shx []byte) ([]byte, []byte) { return shp, nil }},
		{name: "an index of another file", note: "the .shx does not fit", change: func(shp, shx []byte) ([]byte, []byte) {
			begins(shx, 1, header+size+2)
			return shp, shx
		}},
		{name: "an index that leads beyond the file", note: "the .shx does not fit", change: func(shp, shx []byte) ([]byte, []byte) {
			begins(shx, 2, 1<<31)
			return shp, shx
		}},
		{name: "a gap and no index", fails: "record 2", change: func(shp, shx []byte) ([]byte, []byte) {
			shp, _ = gap(shp, shx)
			return shp, nil
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			layer, err := shapefile.Read(files(tt.change), "zones.shp", "")
			if tt.fails != "" {
				if err == nil || !strings.Contains(err.Error(), tt.fails) {
					t.Fatalf("got %v, want an error at %s", err, tt.fails)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range layer.Features {
				if f.Geometry != points[i] {
					t.Errorf("row %d: got %v, want %v", i+1, f.Geometry, points[i])
				}
			}
			if said := strings.Join(layer.Notes, "; "); strings.Contains(said, ".shx") != (tt.note != "") || !strings.Contains(said, tt.note) {
				t.Errorf("notes %q, want %q", said, tt.note)
			}
		})
	}
}

// unpacked returns the files of an archive, to be changed.
func unpacked(t *testing.T, archive fs.FS) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	names, err := fs.Glob(archive, "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(archive, name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = &fstest.MapFile{Data: data}
	}
	return all
}
