package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"demarc/server"
)

// basemapFlags say what lies below the map.
type basemapFlags struct{ below, attribution string }

func (c *call) basemapFlags() *basemapFlags {
	b := &basemapFlags{}
	c.flags.StringVar(&b.below, "basemap", "", "`tiles` that lie below the map in place of the world that the program has: "+
		"an address with {z}, {x} and {y}, that of an archive of raster tiles (.pmtiles), or such a file; none: nothing lies below")
	c.flags.StringVar(&b.attribution, "basemap-attribution", "", "`text` that says on the map whose the -basemap is")
	return b
}

// open reads what the flags say. Whoever calls closes the file, if there is one.
func (b *basemapFlags) open(https bool, warn io.Writer) (server.Basemap, *os.File, error) {
	said := strings.TrimSpace(b.attribution)
	switch {
	case b.below == "" && said != "":
		return server.Basemap{}, nil, misusef("-basemap-attribution says whose the -basemap is, and there is none")
	case b.below == "":
		return server.Basemap{}, nil, nil
	case b.below == "none":
		return server.Basemap{None: true}, nil, nil
	case said == "":
		return server.Basemap{}, nil, misusef(`-basemap wants -basemap-attribution too, such as "© OpenStreetMap contributors": the map says whose it is`)
	}
	if server.IsBasemapFile(b.below) {
		archive, file, err := openBasemap(b.below)
		return server.Basemap{Archive: archive, Attribution: said}, file, err
	}
	if err := server.CheckBasemap(b.below); err != nil {
		return server.Basemap{}, nil, misusef("-basemap %q: %v", b.below, err)
	}
	if https && strings.HasPrefix(b.below, "http://") {
		fmt.Fprintln(warn, "demarc: -basemap is http: browsers leave it out of a page that is https")
	}
	return server.Basemap{Address: b.below, Attribution: said}, nil, nil
}

// openBasemap opens an archive of raster tiles, see
// https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md for its header.
func openBasemap(name string) (*server.BasemapArchive, *os.File, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, nil, fmt.Errorf("-basemap: %w", err)
	}
	head := make([]byte, 127)
	info, err := file.Stat()
	if err == nil {
		_, err = file.ReadAt(head, 0)
	}
	const gzipped, vector = 2, 1
	switch {
	case err != nil || string(head[:8]) != "PMTiles\x03":
		err = fmt.Errorf("-basemap %s: this is no archive of tiles: want PMTiles, version 3", name)
	case head[97] != gzipped:
		err = fmt.Errorf("-basemap %s: its directories are packed in a way that browsers do not know: want gzip", name)
	case head[99] <= vector:
		err = fmt.Errorf("-basemap %s: it holds vector tiles: want pictures (PNG, JPEG, WebP or AVIF)", name)
	}
	if err != nil {
		file.Close()
		return nil, nil, err
	}
	return &server.BasemapArchive{ReaderAt: file, Bytes: info.Size(), Modified: info.ModTime()}, file, nil
}
