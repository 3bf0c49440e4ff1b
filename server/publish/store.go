// Package publish writes a map as plain files, which any host serves that can do no more: the page,
// and what the server answers, asked of the server's own handler, so that both are the same bytes.
//
// A site is made of objects and pages. An object has its content in its name, so it is never
// written twice and never changed; a page has an address that stays, and is replaced.
//
//	o/, t/, assets/   objects: answers, tiles, scripts
//	versions/ID.json  what a version is made of, for those who publish
//	site.json         the manifest: which version is shown, and where its answers are
//	index.html, ...   pages: the map, a text for each day and zone, feeds
//
// A publish first sends the objects that are missing, then replaces the manifest, if nobody else
// has, and then the pages: those of before go on working whichever manifest they find, since they
// know answers by the addresses of the server and ask the manifest for the rest. So whoever reads
// sees one version or the next, and a publish that ends before the manifest is replaced was not.
package publish

import (
	"context"
	"errors"
	"iter"
	"time"
)

// Store is where a site is kept: a directory or a bucket.
type Store interface {
	// Read returns the content of a key and a tag that changes with it. The error is
	// fs.ErrNotExist where there is none.
	Read(ctx context.Context, key string) (content []byte, tag string, err error)
	// Write puts content under a key, at once: nobody reads a part of it.
	Write(ctx context.Context, key string, content []byte, head Head) error
	// Swap is Write if the key has still this tag, "" for a key that there is not; the error is
	// ErrSwapped else. It returns the new tag.
	Swap(ctx context.Context, key string, content []byte, head Head, tag string) (string, error)
	// Remove deletes a key; one that there is not is removed already.
	Remove(ctx context.Context, key string) error
	// Same tells whether a key, as All has told of it, holds a content.
	Same(ctx context.Context, info Info, content []byte, head Head) (bool, error)
	// All lists what there is.
	All(ctx context.Context) iter.Seq2[Info, error]
}

// ErrSwapped is the error of Swap when somebody else has written meanwhile.
var ErrSwapped = errors.New("somebody else has written meanwhile")

// Head is what a store may tell with a content; a host that does not is understood too.
type Head struct {
	Type  string // media type
	Keeps bool   // it never changes
}

// Info is what is known of a key without reading it.
type Info struct {
	Key      string
	Size     int64 // as it is stored, which may be compressed
	Modified time.Time
	Tag      string // see Read; "" where it is not known
}
