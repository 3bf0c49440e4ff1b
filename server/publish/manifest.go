package publish

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"
)

// The keys that stay.
const (
	manifestKey = "site.json"
	lockKey     = "publish.lock"
	versionRoot = "versions/"
	objectRoot  = "o/"
	tileRoot    = "t/"
	assetRoot   = "assets/"
)

// The numbers of the forms of the manifest: with tiles as files, and with archives of them. Pages
// that know no such form say so: a new one wants a new number, and pages that read all.
const (
	format         = 1
	archivesFormat = 2
)

// Manifest says which version is shown, and where the answers of it are. All keys are relative to
// it.
type Manifest struct {
	Format   int       `json:"format"`
	Version  string    `json:"version"` // of all files: the start of a hash
	Snapshot string    `json:"snapshot"`
	Since    time.Time `json:"since"` // when it took the place of the one before it
	// Files are the keys of answers by their addresses at the server.
	Files map[string]string `json:"files"`
	// Packs are the keys of answers in one file, an object by the rest of the address.
	Packs map[string]string    `json:"packs"`
	Tiles map[string]TileIndex `json:"tiles"`
	// Archives are the tilesets that are in one file each, read in parts.
	Archives map[string]Archive `json:"archives,omitempty"`
	// Engine is where the program is that answers in the browser; "": there is none.
	Engine string `json:"engine,omitempty"`
	// Exports are the extensions of the files that it makes.
	Exports []string `json:"exports,omitempty"`
	// Offline is the key of the list of what a page needs without a network.
	Offline string `json:"offline"`
	// Days are those with pages that previews of links find pictures on.
	Days []string `json:"days,omitempty"`
	// Versions are those that are kept, the newest first.
	Versions []Kept `json:"versions"`
}

// Kept is a version of a site.
type Kept struct {
	Version  string    `json:"version"`
	Made     time.Time `json:"made"`
	Replaced time.Time `json:"replaced,omitzero"` // zero: it is shown
}

// contents is what versions/ID.json has: what a version is made of.
type contents struct {
	Objects map[string]int64  `json:"objects"` // sizes by key
	Pages   map[string]string `json:"pages"`   // hashes by key
	// Tiles are the hashes of tiles, in the order of the index.
	Tiles map[string][]byte `json:"tiles"`
}

func versionKey(version string) string { return versionRoot + version + ".json" }

// shown is the manifest that readers see, with its tag; all zero if there is none.
type shown struct {
	Manifest
	tag string
	has contents
}

// readShown reads what is published.
func readShown(ctx context.Context, store Store) (shown, error) {
	var s shown
	content, tag, err := store.Read(ctx, manifestKey)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(content, &s.Manifest); err != nil {
		return s, fmt.Errorf("%s is no manifest of a published map: %w; remove it to publish anew", manifestKey, err)
	}
	if s.Format > archivesFormat {
		return s, fmt.Errorf("%s was written by a newer demarc, in the form %d: want that one to publish", manifestKey, s.Format)
	}
	s.tag = tag
	s.has, err = readContents(ctx, store, s.Version)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil // everything is compared and sent anew
	}
	return s, err
}

func readContents(ctx context.Context, store Store, version string) (contents, error) {
	var c contents
	content, _, err := store.Read(ctx, versionKey(version))
	if err == nil {
		err = json.Unmarshal(content, &c)
	}
	return c, err
}
