package release

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"demarc/data/testdata"
)

// A list that cannot be so has problems with their lines, and what is well in it stays.
func TestHostileList(t *testing.T) {
	good := func(version int, day string) string {
		return fmt.Sprintf(`{"version":%d,"date":%q,"snapshot":"0123456789abcdef","message":"x","zip":{"sha256":"%064d","bytes":1,"unpacked":1}}`, version, day, 0)
	}
	for _, tt := range []struct {
		name, text string
		releases   int
		want       string
	}{
		{"no JSON", "{\"releases\": [\n{]}", 0, "versions.json:2: "},
		{"a list alone", "[1]", 0, "versions.json:1: want"},
		{"a number", "{\"releases\": [\n5]}", 0, "versions.json:2: release: "},
		{"no date", "{\"releases\": [\n{\"version\":1}]}", 0, "versions.json:2: version 1: has no date"},
		{"version 0", "{\"releases\": [" + good(0, "2021-03-01") + "]}", 0, "want a number from 1 on"},
		{"a path for a snapshot", "{\"releases\": [" + strings.Replace(good(1, "2021-03-01"), "0123456789abcdef", "../../../etc/pass", 1) + "]}", 0, "want 16 hexadecimal digits"},
		{"a hash that is none", "{\"releases\": [" + strings.Replace(good(1, "2021-03-01"), "000", "zzz", 1) + "]}", 0, "want 64 hexadecimal digits"},
		{"a size below 0", "{\"releases\": [" + strings.Replace(good(1, "2021-03-01"), `"bytes":1`, `"bytes":-1`, 1) + "]}", 0, "want numbers above 0"},
		{"twice", "{\"releases\": [" + good(1, "2021-03-01") + ",\n" + good(1, "2021-03-01") + "]}", 1, "versions.json:2: version 1: stands behind version 1"},
		{"back in time", "{\"releases\": [" + good(1, "2021-03-01") + ",\n" + good(2, "2021-02-01") + ",\n" + good(3, "2021-04-01") + "]}", 2, "versions.json:2: version 2: date 2021-02-01"},
		{"too long", strings.Repeat(" ", maxListBytes+1), 0, "has more than"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list := Read(fstest.MapFS{ListFile: {Data: []byte(tt.text)}})
			if len(list.Releases) != tt.releases || len(list.Problems) != 1 || !strings.Contains(list.Problems[0].String(), tt.want) {
				t.Errorf("got %d releases, %v: want %d, and %q", len(list.Releases), list.Problems, tt.releases, tt.want)
			}
		})
	}
	if list := Read(fstest.MapFS{}); len(list.Releases) != 0 || len(list.Problems) != 0 {
		t.Errorf("without a list: got %+v, want nothing", list)
	}
}

// entries packs files as they come.
func entries(t *testing.T, files ...*zip.FileHeader) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, header := range files {
		f, err := w.CreateHeader(header)
		if err == nil {
			_, err = f.Write([]byte(strings.Repeat(" ", 1000)))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A zip that is not what the list says, or holds what no dataset does, is a fault with its name;
// nothing of it is unpacked.
func TestHostileZip(t *testing.T) {
	var good bytes.Buffer
	files := map[string][]byte{}
	for name, f := range testdata.Copy(t, testdata.Small()) {
		files[name] = f.Data
	}
	if err := Pack(&good, files); err != nil {
		t.Fatal(err)
	}
	link := &zip.FileHeader{Name: "dataset.json"}
	link.SetMode(0o777 | 1<<27) // fs.ModeSymlink
	for _, tt := range []struct {
		name    string
		content []byte
		unpack  int64
		want    string
	}{
		{"nothing", nil, 1 << 20, "is not there"},
		{"no zip", []byte("PK and no more"), 1 << 20, "cannot be read"},
		{"a path out", entries(t, &zip.FileHeader{Name: "../dataset.json"}), 1 << 20, "want a name within the directory"},
		{"a path from the root", entries(t, &zip.FileHeader{Name: "/etc/passwd"}), 1 << 20, "want a name within the directory"},
		{"a path of Windows", entries(t, &zip.FileHeader{Name: `..\dataset.json`}), 1 << 20, "want a name within the directory"},
		{"a link", entries(t, link), 1 << 20, "want a regular file"},
		{"a name twice", entries(t, &zip.FileHeader{Name: "dataset.json"}, &zip.FileHeader{Name: "dataset.json"}), 1 << 20, "is there twice"},
		{"a bomb", entries(t, &zip.FileHeader{Name: "dataset.json", Method: zip.Deflate}), 900, "more than the 900 bytes"},
		{"another dataset", good.Bytes(), 1 << 20, "its snapshot is "},
		{"none", entries(t, &zip.FileHeader{Name: "a.txt"}), 1 << 20, "dataset rejected"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sum := sha256.Sum256(tt.content)
			r := &Release{Version: 1, Snapshot: "0123456789abcdef", Zip: Zip{hex.EncodeToString(sum[:]), int64(len(tt.content)), tt.unpack}}
			root := fstest.MapFS{}
			if tt.content != nil {
				root[r.File()] = &fstest.MapFile{Data: tt.content}
			}
			_, err := r.Open(root, 1<<21)
			var fault *Fault
			if !errors.As(err, &fault) || fault.File != r.File() || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want a fault of %s with %q", err, r.File(), tt.want)
			}
			r.Zip.SHA256 = strings.Repeat("0", 64)
			if _, err := r.Open(root, 1<<21); tt.content != nil && !strings.Contains(fmt.Sprint(err), "has sha256 "+hex.EncodeToString(sum[:])) {
				t.Errorf("with another hash: got %v, want that it is another", err)
			}
		})
	}
	t.Run("more than there is room for", func(t *testing.T) {
		r := &Release{Version: 1, Snapshot: "0123456789abcdef", Zip: Zip{"", 1, 1 << 40}}
		var large *TooLargeError
		if _, err := r.Open(fstest.MapFS{}, 1<<21); !errors.As(err, &large) {
			t.Errorf("got %v, want that there is no room", err)
		}
	})
}

// Whatever stands in the list is read without a panic, and what is kept of it is written again.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"releases": [{"version":1,"date":"2021-03-01","snapshot":"0123456789abcdef","message":"x","zip":{"sha256":"` + strings.Repeat("0", 64) + `","bytes":1,"unpacked":1}}]}`))
	f.Add([]byte(`{"releases": [{"version":1,"summary":{"ground":[{"on":null}]}}], "releases": 5}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		list := Read(fstest.MapFS{ListFile: {Data: content}})
		var out bytes.Buffer
		if err := list.write(&out); err != nil {
			t.Fatal(err)
		}
		again := Read(fstest.MapFS{ListFile: {Data: out.Bytes()}})
		a, _ := json.Marshal(list.Releases)
		b, _ := json.Marshal(again.Releases)
		if !bytes.Equal(a, b) && len(list.Releases) > 0 {
			t.Errorf("got %s, want %s as before", b, a)
		}
	})
}
