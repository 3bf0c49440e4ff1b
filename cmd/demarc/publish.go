package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"demarc/data/dataset"
	"demarc/data/export"
	"demarc/data/live"
	"demarc/server"
	"demarc/server/publish"
	"demarc/server/publish/bucket"
	"demarc/web"
)

func publishCommand() command {
	return command{
		name: "publish", summary: "write the map as files that any host serves",
		usage:   "[-data DIR] [-url ADDRESS] [-exports FORMAT,...] [-tiles FORM] [-basemap TILES -basemap-attribution TEXT] [-keep N] [-grace TIME] [-endpoint ADDRESS] [-region NAME] [-dry-run] OUT",
		example: "demarc publish -url https://example.org/maps/ site",
		run:     publishSite,
	}
}

// publishOrigin stands for the address of the server in answers until they are written; nobody has
// it (RFC 2606).
const publishOrigin = "http://publish.invalid"

func publishSite(ctx context.Context, c *call) error {
	var o publish.Options
	directory := c.dataFlag()
	address := c.flags.String("url", "", "public `address` of the published map, https://example.org/maps/: for link previews, canonical links, sitemap.xml and feeds, which there are not without it")
	exports := c.flags.String("exports", "", "`formats` whose files of the whole history are published too, by their extensions: gpkg,geojson")
	tiles := c.flags.String("tiles", "files", "`form` of the tiles: files, one for each, or pmtiles, one for all, where the host serves parts of files")
	c.flags.IntVar(&o.Keep, "keep", 2, "`number` of versions that are kept, the new one among them")
	c.flags.DurationVar(&o.Grace, "grace", 24*time.Hour, "`time` for which older versions are kept yet, for readers who have them open")
	c.flags.BoolVar(&o.DryRun, "dry-run", false, "say what would be sent, and write nothing")
	endpoint := c.flags.String("endpoint", os.Getenv("AWS_ENDPOINT_URL"), "`address` of the store of s3://..., if it is not Amazon's")
	region := c.flags.String("region", os.Getenv("AWS_REGION"), "`name` of the region of the store, if it wants one")
	basemap := c.basemapFlags()
	others, err := c.parse()
	if err != nil {
		return err
	}
	if len(others) == 0 {
		return misusef("want a directory, or s3://BUCKET/PREFIX, to publish to")
	}
	if err := noMore(others[1:]); err != nil {
		return err
	}
	if *tiles != "files" && *tiles != "pmtiles" {
		return misusef("-tiles %q: want files or pmtiles", *tiles)
	}
	below, err := c.publishedBasemap(basemap, *address)
	if err != nil {
		return err
	}
	site, err := c.site(ctx, *directory, *address, *exports, below)
	if err != nil {
		return err
	}
	site.Archive = *tiles == "pmtiles"
	if o.Keep < 1 || o.Grace < 0 {
		return misusef("-keep %d -grace %s: want at least 1 version, and no time below 0", o.Keep, o.Grace)
	}
	store, err := storeAt(others[0], *endpoint, *region)
	if err != nil {
		return err
	}
	host, _ := os.Hostname()
	o.By = fmt.Sprintf("%s (process %d)", cmp.Or(host, "demarc"), os.Getpid())
	if shown := c.progress(); shown != nil {
		o.Progress = shown
		defer shown("")
	}
	report, err := publish.Publish(ctx, *site, store, o)
	if err != nil {
		return err
	}
	c.sayPublished(report, o.DryRun, others[0])
	if !o.DryRun && site.URL != "" {
		c.sayEmbedded(site)
	}
	return nil
}

// sayEmbedded says where readers find the map, and what puts it into a page of somebody else's.
func (c *call) sayEmbedded(site *publish.Site) {
	title := site.Snapshot.Dataset.Title.In("en")
	fmt.Fprintf(c.stdout, "\nmap    %sindex.html\nembed  %s\n", site.URL, publish.Frame(site.URL, title))
}

// storeAt is where a site is to be.
func storeAt(out, endpoint, region string) (publish.Store, error) {
	if bucket.Is(out) {
		store, err := bucket.Open(out, endpoint, region)
		if err != nil {
			return nil, misuse{err}
		}
		return store, nil
	}
	return publish.Directory(out)
}

// site opens a dataset, and serves it to nobody but the publisher.
func (c *call) site(ctx context.Context, directory, address, exports string, below server.Basemap) (*publish.Site, error) {
	if !web.Built() {
		return nil, errors.New("this program was compiled without its page: make build has it")
	}
	public, err := server.ParseAddress(publishOrigin)
	if err != nil {
		return nil, err
	}
	if address != "" {
		if _, err := server.ParseAddress(address); err != nil {
			return nil, misusef("-url %q: %v", address, err)
		}
		address = strings.TrimSuffix(address, "/") + "/"
	}
	extensions, err := publishedFormats(exports)
	if err != nil {
		return nil, err
	}
	store, err := c.storeOf(&source{directory: directory}, dataset.Keeping{})
	if err != nil {
		return nil, err
	}
	served, err := live.NewOf(ctx, store, dataset.Keeping{})
	if err != nil {
		if served != nil {
			c.printProblems(c.stderr, served.Last().Problems)
		}
		return nil, err
	}
	return &publish.Site{
		Handler: server.New(served, server.Options{Page: web.Dist(), Public: public, Version: version(), Elsewhere: true, Basemap: below}),
		Origin:  publishOrigin, Snapshot: served.Current(), Page: web.Dist(),
		URL: address, Exports: extensions,
	}, nil
}

// publishedBasemap reads what lies below a published map: a host of its own serves it.
func (c *call) publishedBasemap(flags *basemapFlags, address string) (server.Basemap, error) {
	if server.IsBasemapFile(flags.below) {
		return server.Basemap{}, misusef("-basemap %s: a published map takes it from an address: put the file on a host and name it, https://example.org/map.pmtiles", flags.below)
	}
	below, _, err := flags.open(strings.HasPrefix(address, "https:"), c.stderr)
	return below, err
}

// publishedFormats reads -exports.
func publishedFormats(text string) (extensions []string, err error) {
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		format, err := export.ByName(name)
		if i := slices.IndexFunc(export.Formats, func(f export.Format) bool { return f.Extension == name }); i >= 0 {
			format, err = export.Formats[i], nil
		}
		if err != nil {
			return nil, misusef("-exports: %v", err)
		}
		extensions = append(extensions, format.Extension)
	}
	return extensions, nil
}

func (c *call) sayPublished(r *publish.Report, dry bool, where string) {
	var all publish.Kind
	for _, k := range r.Kinds {
		fmt.Fprintf(c.stdout, "%-9s %6d files %9.2f MB, new %6d, %9.2f MB\n", k.Name, k.Files, float64(k.Bytes)/1e6, k.New, float64(k.NewBytes)/1e6)
		all.Files, all.Bytes, all.New, all.NewBytes = all.Files+k.Files, all.Bytes+k.Bytes, all.New+k.New, all.NewBytes+k.NewBytes
	}
	fmt.Fprintf(c.stdout, "%-9s %6d files %9.2f MB, new %6d, %9.2f MB\n", "all", all.Files, float64(all.Bytes)/1e6, all.New, float64(all.NewBytes)/1e6)
	switch {
	case dry:
		fmt.Fprintf(c.stderr, "demarc: nothing is written; this would be version %s of %s\n", r.Version, where)
	case !r.Switched:
		fmt.Fprintf(c.stderr, "demarc: %s shows version %s already\n", where, r.Version)
	default:
		fmt.Fprintf(c.stderr, "demarc: %s shows version %s\n", where, r.Version)
	}
}
