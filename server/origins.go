package server

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Origins are those of pages whose scripts may read answers; the zero Origins are all.
type Origins struct {
	few  bool
	list []string
}

// ParseOrigins reads all, none, or origins with commas between them.
func ParseOrigins(text string) (Origins, error) {
	switch text {
	case "all":
		return Origins{}, nil
	case "none":
		return Origins{few: true}, nil
	}
	found := Origins{few: true}
	for origin := range strings.SplitSeq(text, ",") {
		origin = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(origin)), "/")
		u, err := url.Parse(origin)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Scheme+"://"+u.Host != origin || !hostName.MatchString(u.Host) {
			return Origins{}, fmt.Errorf("%q: want all, none, or origins such as https://example.org with commas between them", origin)
		}
		found.list = append(found.list, origin)
	}
	return found, nil
}

// exposed are the header lines that scripts of other origins may read.
const exposed = "ETag, Link, Content-Crs, " + matchedLine + ", " + returnedLine + ", " + releaseLine

// set tells a browser whether a script may read the answer.
func (o Origins) set(header http.Header, r *http.Request) {
	allowed := "*"
	if o.few {
		if allowed = r.Header.Get("Origin"); !slices.Contains(o.list, allowed) {
			return
		}
	}
	setLines(header, "Access-Control-Allow-Origin", allowed, "Access-Control-Expose-Headers", exposed+", "+requestIDLine)
}

// Hosts are the names under which the server answers; none are all.
type Hosts []string

// ParseHosts reads names with commas between them: with a port or for all ports, with *. for all
// names below one.
func ParseHosts(text string) (Hosts, error) {
	var found Hosts
	for host := range strings.SplitSeq(text, ",") {
		host = strings.ToLower(strings.TrimSpace(host))
		if !hostName.MatchString(strings.TrimPrefix(host, "*.")) {
			return nil, errors.New("want names such as maps.example.org, *.example.org or localhost:8080, with commas between them")
		}
		found = append(found, host)
	}
	return found, nil
}

// have tells whether a request for a host, with or without a port, is answered.
func (hosts Hosts) have(host string) bool {
	host = strings.ToLower(host)
	name := host
	if before, _, err := net.SplitHostPort(host); err == nil {
		name = before
		if strings.Contains(name, ":") {
			name = "[" + name + "]"
		}
	}
	name = strings.TrimSuffix(name, ".")
	return slices.ContainsFunc(hosts, func(h string) bool {
		if parent, ok := strings.CutPrefix(h, "*"); ok {
			return strings.HasSuffix(name, parent) || strings.HasSuffix(host, parent)
		}
		return h == name || h == host
	})
}

// misdirected tells whether a request is for a host that is not ours: that of the request, or what
// a proxy that is trusted says it was.
func (o *Options) misdirected(r *http.Request) bool {
	if len(o.Hosts) == 0 || isProbe(r.URL.Path) {
		return false
	}
	at := where{host: r.Host}
	if o.trusts(r) {
		at.forwarded(r.Header)
	}
	return !o.Hosts.have(at.host)
}

func notOurHost() *problem {
	return newProblem(http.StatusMisdirectedRequest, "this server does not answer under the name in Host", "use its public address")
}
