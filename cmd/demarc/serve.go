package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"syscall"
	"time"

	"demarc/server"
	"demarc/web"
)

func serveCommand() command {
	return command{
		name: "serve", summary: "serve the map and the API over HTTP",
		usage:   "[-addr HOST:PORT | unix:PATH] [-tls-cert FILE -tls-key FILE] [-data [NAME=]SOURCE]... [-default NAME] [-watch] [-cache DIR] [-memory SIZE] [-log text | json] [-metrics [HOST:]PORT] [-url ADDRESS | -trust-proxy NETWORK | unix] [-allow-hosts NAMES] [-cors ORIGINS] [-private NAME[/versions]]... [-tokens FILE] [-identity-header NAME] [-basemap TILES -basemap-attribution TEXT]",
		example: "demarc serve -addr localhost:8080 -data bundled:karabakh -data bundled:alsace",
		run:     serve,
	}
}

// shutdownTimeout is the time left to requests under way when the server stops.
const shutdownTimeout = 20 * time.Second

// serving is what the flags of serve say.
type serving struct {
	entrance *entrance
	audience *audience
	sources  servedFlag
	first    string // its dataset is served at / too
	watch    bool
	at       *server.Address
	proxies  *proxies
	cache    string
	memory   memoryFlag
	log      string
	basemap  *basemapFlags
	metrics  string // address; "": none
}

// serving reads and checks the flags.
func (c *call) serving() (*serving, error) {
	o := &serving{}
	o.entrance, o.audience = c.entranceFlags(), c.audienceFlags()
	c.flags.BoolVar(&o.watch, "watch", false, "load the dataset again when its files change (SIGHUP does so at any time); releases in a database are followed without it")
	o.at, o.proxies = c.addressFlags()
	o.basemap = c.basemapFlags()
	c.flags.Var(&o.sources, "data", "`directory` of a dataset, DIR@VERSION of one that was released, a .zip, a .gpkg made by demarc copy, postgres://... for what is released there, or "+bundledNames()+
		", once for each dataset; NAME=DIR serves it as /d/NAME/ instead of /d/ID/")
	c.flags.StringVar(&o.cache, "cache", "", "`directory` in which what was made of large datasets is kept for the next start, and the newest release of a database, so that the server starts while that is away; up to 4 GB; it may be shared, and emptied at any time")
	c.flags.StringVar(&o.first, "default", "", "`name` of the dataset that is served at / too; without it the first")
	c.flags.StringVar(&o.log, "log", "", "`text or json`: write a line for each request to standard error; faults are logged in the same form")
	c.flags.Func("metrics", "`address` to answer /metrics on, for Prometheus, beside the map: 9090 and :9090 are of this machine alone, "+
		"0.0.0.0:9090 is of all networks; without it nowhere", func(text string) (err error) {
		o.metrics, err = metricsAddress(text)
		return err
	})
	c.flags.Var(&o.memory, "memory", "`size` that the server should live in, 512MB or 2GiB: tiles kept, and what costly requests may hold at once, "+
		"are parts of it; without it half of what the machine, or its control group, allows")
	others, err := c.parse()
	if err != nil {
		return nil, err
	}
	if err := noMore(others); err != nil {
		return nil, err
	}
	if o.watch && !slices.ContainsFunc(o.sources, source.watchable) {
		return nil, misusef("-watch wants a directory to watch: name one with -data")
	}
	if err := cmp.Or(o.entrance.check(), o.audience.check(o.proxies)); err != nil {
		return nil, err
	}
	return o, nil
}

func serve(ctx context.Context, c *call) error {
	o, err := c.serving()
	if err != nil {
		return err
	}
	faults, access, err := logs(o.log, c.stderr)
	if err != nil {
		return err
	}
	certificate, err := o.entrance.certificate(faults)
	if err != nil {
		return err
	}
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	store, err := c.keepingLater(o.cache)
	if err != nil {
		return err
	}
	build, err := build()
	if err != nil {
		return err
	}
	basemap, file, err := o.basemap.open(certificate != nil || o.at.Secure(), c.stderr)
	if err != nil {
		return err
	}
	if file != nil {
		defer file.Close()
	}
	budget := limitMemory(o.memory)
	hosts, err := c.hosts(ctx, o.sources, o.first, o.watch, store.keeping())
	if err != nil {
		return err
	}
	private, err := o.audience.of(hosts, faults)
	if err != nil {
		return err
	}
	listeners, err := o.entrance.listen()
	if err != nil {
		return err
	}
	defer closeAll(listeners)
	scraped, err := listenForMetrics(o.metrics)
	if err != nil {
		return err
	}
	behind := behind{store: store}
	defer behind.end()
	c.follow(ctx, hosts, o.watch, hangups, &behind)
	sayMemory(c.stderr, budget)
	go giveBack(ctx)
	s := server.NewOf(datasetsOf(hosts), server.Options{
		Page: builtPage(), Public: *o.at, TrustedProxies: o.proxies.networks, TrustUnix: o.proxies.unix, Version: version(), Build: build, Memory: budget,
		Log: faults, Access: access, Ending: ctx.Done(), Certificate: told(certificate),
		Hosts: o.audience.hosts, Origins: o.audience.origins, Private: private, Basemap: basemap,
	})
	for i, l := range listeners {
		listeners[i] = s.Accepting(l)
	}
	c.sayServing(listeners, certificate != nil)
	endMetrics := c.serveMetrics(scraped, s)
	defer endMetrics()
	for _, h := range hosts {
		behind.prepare(h)
	}
	return answerAll(ctx, listeners, s, certificate)
}

// follow loads datasets again on SIGHUP and, if they are watched, when their files change; and says
// when a directory or database is gone.
func (c *call) follow(ctx context.Context, hosts []*host, watch bool, hangups <-chan os.Signal, behind *behind) {
	loaded := func(h *host, err error) {
		c.sayLoaded(h, err)
		behind.prepare(h)
	}
	go reloadAt(ctx, hangups, hosts, loaded)
	for _, h := range hosts {
		gone := func(gone error) { c.sayGone(h, gone) }
		if h.followed(watch) {
			go h.live.Follow(ctx, func(err error) { loaded(h, err) }, gone)
		}
		if h.watchable() && h.place == nil {
			go h.live.Guard(ctx, gone)
		}
	}
}

// logs returns the log of faults, and that of requests if a form is named for it.
func logs(form string, w io.Writer) (faults, access *slog.Logger, err error) {
	text := slog.New(slog.NewTextHandler(w, nil))
	switch form {
	case "":
		return text, nil, nil
	case "text":
		return text, text, nil
	case "json":
		log := slog.New(slog.NewJSONHandler(w, nil))
		return log, log, nil
	}
	return nil, nil, misusef("-log %q: want text or json", form)
}

// proxies are those whose header lines are believed.
type proxies struct {
	networks []netip.Prefix
	unix     bool
}

// addressFlags adds the flags that say where clients find the server.
func (c *call) addressFlags() (*server.Address, *proxies) {
	at, trusted := &server.Address{}, &proxies{}
	c.flags.Func("url", "public `address` for links in answers, https://example.org/maps/; without it that of "+
		"each request. A proxy may take its path off the requests or leave it on", func(text string) (err error) {
		*at, err = server.ParseAddress(text)
		return err
	})
	c.flags.Func("trust-proxy", "`network` of proxies, 127.0.0.1 or 10.0.0.0/8, or unix, whoever comes by a unix socket, whose header lines Forwarded, "+
		"X-Forwarded-Proto, -Host and -Prefix are believed, where there is no -url; may be given more than once", func(text string) error {
		if text == "unix" {
			trusted.unix = true
			return nil
		}
		network, err := netip.ParsePrefix(text)
		if address, single := netip.ParseAddr(text); single == nil {
			network, err = address.Unmap().Prefix(address.Unmap().BitLen())
		}
		if err != nil {
			return errors.New("want an address or a network such as 10.0.0.0/8, or unix")
		}
		trusted.networks = append(trusted.networks, network)
		return nil
	})
	return at, trusted
}

// defaultAddress is localhost:8080. PORT, which hosting services set, also opens the port to other
// machines.
func defaultAddress() string {
	if port := os.Getenv("PORT"); port != "" {
		return ":" + port
	}
	return "localhost:8080"
}

// checkPort checks the variable PORT.
func checkPort(port string) error {
	if _, err := strconv.ParseUint(port, 10, 16); port != "" && err != nil {
		return fmt.Errorf("the environment variable PORT is %q: want a number from 0 to 65535", port)
	}
	return nil
}

// readable writes an address as a browser takes it.
func readable(address net.Addr) string {
	host, port, err := net.SplitHostPort(address.String())
	if err != nil {
		return address.String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() || ip.IsLoopback() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

func builtPage() fs.FS {
	if !web.Built() {
		return nil
	}
	return web.Dist()
}
