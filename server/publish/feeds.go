package publish

import (
	"bytes"
	"context"
	"regexp"
	"strings"
)

var (
	// of both forms, and of HTML within them: what stands between parameters is escaped once or
	// twice
	feedPictures = regexp.MustCompile(`export/control\.png\?[^"&\\ ]*(?:(?:&|\\u0026)(?:amp;)*[a-z]+=[^"&\\ ]*)*`)
	feedSpans    = regexp.MustCompile(`datetime=[-\d]+(?:/|%2F)`)
	feedNext     = regexp.MustCompile(`<link rel="next"[^>]*></link>| *"next_url": "[^"]*",\n`)
)

// feeds adds what changed hands, as feed readers take it: the newest entries, with no more behind
// them. Their pictures are those of the days, not of what differs from the day before: those would
// be a third more in bytes.
func (c *collector) feeds(ctx context.Context) error {
	for _, form := range []string{"atom", "json"} {
		got, err := c.must(ctx, "feed."+form)
		if err != nil {
			return err
		}
		content := feedNext.ReplaceAll(got.body.Bytes(), nil)
		content = feedPictures.ReplaceAllFunc(content, func(found []byte) []byte {
			_, query, _ := strings.Cut(strings.NewReplacer(`\u0026`, "&", "amp;", "").Replace(string(found)), "?")
			key, e := c.picture(ctx, feedSpans.ReplaceAllString(query, "datetime="))
			if e != nil {
				err = e
			}
			return []byte(key)
		})
		if err != nil {
			return err
		}
		c.pages = append(c.pages, page{"feed." + form, Head{Type: got.mediaType()}, bytes.ReplaceAll(c.mapsOf(content), []byte(c.origin+"/"), []byte(c.URL))})
	}
	return nil
}

// mapsOf has links to the map name its file: not every host has a page at the address of a folder.
func (c *collector) mapsOf(content []byte) []byte {
	for _, end := range []string{`"`, "?"} {
		content = bytes.ReplaceAll(content, []byte(c.origin+"/"+end), []byte(c.origin+"/index.html"+end))
	}
	return content
}
