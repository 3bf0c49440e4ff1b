package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"demarc/bench/measure"
	"demarc/bench/peers"
)

// host is a server with the addresses that a first visit has there.
type host struct {
	name    string
	server  *peers.Server
	paths   []string
	seconds []float64 // requests
	cpu     []float64 // of a request, microseconds
}

var (
	countOf  = regexp.MustCompile(`(\d+) requests in ([\d.]+)s`)
	failures = regexp.MustCompile(`(?m)Non-2xx.*|Socket errors.*`)
)

// hosts asks nginx for the files of a first visit, and demarc serve for the same answers, one
// request after the other on 16 connections.
func hosts(r *measure.Report, dir, program string, paths []string, short bool) error {
	files, err := nginx(dir)
	if err != nil {
		return err
	}
	defer files.Stop()
	served, err := peers.Start(dir, "/timeline", program, "serve", "-addr", "127.0.0.1:PORT", "-data", bundled)
	if err != nil {
		return err
	}
	defer served.Stop()
	var answers []string
	for _, path := range paths {
		switch {
		case strings.HasPrefix(path, "assets/") && !strings.Contains(path, "published-"), path == "":
			answers = append(answers, path)
		case strings.HasSuffix(path, ".json") && path != "site.json":
			answers = append(answers, "timeline?f=compact")
		case strings.HasSuffix(path, ".pack"):
			answers = append(answers, "tiles/history/7/79/48.mvt", "tiles/history/7/80/48.mvt")
		}
	}
	all := []*host{
		{name: "nginx, the files", server: files, paths: paths},
		{name: "demarc serve, the same answers", server: served, paths: answers},
	}
	rounds := 3
	if short {
		rounds = 1
	}
	for range rounds {
		for _, h := range all {
			if err := h.ask(dir); err != nil {
				return err
			}
		}
	}
	r.Section("Requests a second", "The files of the first visit in turn, compressed while they are asked for, as Debian's nginx does with one process, beside the answers of `demarc "+
		"serve`, which keeps them compressed; `wrk` with 16 connections on the same machine. Medians.")
	var rows [][]string
	for _, h := range all {
		rows = append(rows, []string{h.name, fmt.Sprintf("%.0f", measure.Median(h.seconds)), fmt.Sprintf("%.0f", measure.Median(h.cpu))})
	}
	r.Table([]string{"host", "requests a second", "CPU of a request, µs"}, rows...)
	return nil
}

// nginx serves the folder root below dir.
func nginx(dir string) (*peers.Server, error) {
	config := filepath.Join(dir, "nginx.conf")
	script := filepath.Join(dir, "nginx.sh")
	const lines = `daemon off; master_process off; pid DIR/pid; error_log stderr;
events { }
http {
  include /etc/nginx/mime.types; default_type application/octet-stream; access_log off;
  gzip on; gzip_types text/css text/javascript application/javascript application/json;
  client_body_temp_path DIR/b; proxy_temp_path DIR/p; fastcgi_temp_path DIR/f; uwsgi_temp_path DIR/u; scgi_temp_path DIR/s;
  server { listen 127.0.0.1:PORT; root DIR/root/site; }
}
`
	if err := os.WriteFile(config+".in", []byte(strings.ReplaceAll(lines, "DIR", dir)), 0o644); err != nil {
		return nil, err
	}
	starts := fmt.Sprintf("sed \"s/PORT/$1/\" %[1]s.in > %[1]s && PATH=$PATH:/usr/sbin exec nginx -p %[2]s -e stderr -c %[1]s\n", config, dir)
	if err := os.WriteFile(script, []byte(starts), 0o755); err != nil {
		return nil, err
	}
	return peers.Start(dir, "/", "sh", script, "PORT")
}

// ask has wrk ask for the paths in turn.
func (h *host) ask(dir string) error {
	script := filepath.Join(dir, "paths.lua")
	var b strings.Builder
	b.WriteString("local n, requests = 0, {}\ninit = function()\n")
	for i, path := range h.paths {
		fmt.Fprintf(&b, "requests[%d] = wrk.format('GET', %q, {['Accept-Encoding'] = 'gzip'})\n", i+1, "/"+path)
	}
	b.WriteString("end\nrequest = function() n = n % #requests + 1 return requests[n] end\n")
	if err := os.WriteFile(script, []byte(b.String()), 0o644); err != nil {
		return err
	}
	before := h.server.CPU()
	out, err := exec.Command("wrk", "-t1", "-c16", fmt.Sprintf("-d%ds", int(loadFor.Seconds())), "-s", script, h.server.Address).CombinedOutput()
	if err != nil {
		return fmt.Errorf("wrk: %w: %s", err, out)
	}
	if bad := failures.Find(out); bad != nil {
		return fmt.Errorf("%s: %s", h.name, bad)
	}
	match := countOf.FindSubmatch(out)
	if match == nil {
		return fmt.Errorf("wrk says %s", out)
	}
	requests, _ := strconv.ParseFloat(string(match[1]), 64) // the pattern matches numbers
	seconds, _ := strconv.ParseFloat(string(match[2]), 64)
	h.seconds = append(h.seconds, requests/seconds)
	h.cpu = append(h.cpu, float64((h.server.CPU()-before).Microseconds())/max(1, requests))
	return nil
}
