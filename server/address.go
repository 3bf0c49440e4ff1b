package server

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Address is where clients find the server; the zero Address is where each request found it.
type Address struct {
	origin string // https://maps.example.org
	path   string // below it, such as /maps; "" for none
}

// Secure says whether clients come by https.
func (a Address) Secure() bool { return strings.HasPrefix(a.origin, "https:") }

// ParseAddress reads a public address, http or https, with or without a path.
func ParseAddress(text string) (Address, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return Address{}, errors.New("want an address such as https://maps.example.org or https://example.org/maps/")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(text, "#"):
		return Address{}, errors.New("want it without query and fragment: links of the server add their own")
	case u.User != nil:
		return Address{}, errors.New("want it without user and password: it stands in every link")
	}
	below := strings.TrimRight(u.EscapedPath(), "/")
	if !isMount(below) {
		return Address{}, fmt.Errorf("its path %q: want letters, digits and - . _ ~ between slashes, without empty steps", u.EscapedPath())
	}
	if taken := ownPath(below); taken != "" {
		return Address{}, fmt.Errorf("its path %s: the server has paths of its own below %s, so a proxy that takes the path off could not be told from one that does not; choose another", below, taken)
	}
	return Address{u.Scheme + "://" + u.Host, below}, nil
}

// mountPath is a path below which a server may stand. It needs no escapes, in addresses and HTML.
var mountPath = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)*$`)

func isMount(below string) bool {
	return mountPath.MatchString(below) && (below == "" || path.Clean(below) == below)
}

// ownPath returns the beginning of paths of ours that a path is, "" for none.
func ownPath(below string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(below, "/"), "/")
	for _, own := range slices.Concat([]*route{{path: datasetRoot}, {path: versionRoot}}, table()) {
		if name, _, _ := strings.Cut(own.path[1:], "/"); name == first && name != "" {
			return "/" + name
		}
	}
	return ""
}

// cut takes the path of the address off that of a request, as some proxies do and others do not.
// Its second result is false for the path itself, which has no slash at its end.
func (a Address) cut(r *http.Request) (*http.Request, bool) {
	below, ok := strings.CutPrefix(r.URL.Path, a.path)
	if a.path == "" || !ok || below != "" && below[0] != '/' {
		return r, true
	}
	if below == "" {
		return r, false
	}
	shorter := *r
	u := *r.URL
	shorter.URL = &u
	u.Path, u.RawPath = below, strings.TrimPrefix(u.RawPath, a.path)
	return &shorter, true
}

// address is where the client of a request finds the server.
func (o *Options) address(r *http.Request) Address {
	if o.Public.origin != "" {
		return o.Public
	}
	at := where{scheme: "http", host: r.Host}
	if r.TLS != nil {
		at.scheme = "https"
	}
	if local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); at.host == "" && ok {
		at.host = local.String() // HTTP/1.0 may leave the host out
	}
	if o.trusts(r) {
		at.forwarded(r.Header)
	}
	return Address{at.scheme + "://" + at.host, at.path}
}

// mount is the path of the address.
func (o *Options) mount(r *http.Request) string {
	if o.Public.origin != "" || len(o.TrustedProxies) == 0 && !o.TrustUnix {
		return o.Public.path
	}
	return o.address(r).path
}

// trusts tells whether a request comes from a proxy whose header lines are believed.
func (o *Options) trusts(r *http.Request) bool {
	if local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok && local.Network() == "unix" {
		return o.TrustUnix
	}
	if len(o.TrustedProxies) == 0 {
		return false
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && o.trusted(from.Addr().Unmap())
}

func (o *Options) trusted(addr netip.Addr) bool {
	return slices.ContainsFunc(o.TrustedProxies, func(n netip.Prefix) bool { return n.Contains(addr) })
}

// client names who has sent a request: its address, or what a proxy that is trusted says of it. Of
// IPv6 the network counts, of which one subscriber has all addresses.
func (o *Options) client(r *http.Request) string {
	from := r.RemoteAddr
	if o.trusts(r) {
		from = o.forwardedFor(r)
	}
	addr, err := netip.ParseAddr(from)
	if port, withPort := netip.ParseAddrPort(from); withPort == nil {
		addr, err = port.Addr(), nil
	}
	if err != nil {
		return from
	}
	if addr = addr.Unmap(); addr.Is6() {
		if network, err := addr.WithZone("").Prefix(subscriberBits); err == nil {
			return network.String()
		}
	}
	return addr.String()
}

// The bits of the network of a subscriber of IPv6, and the longest name of a client that a proxy
// may tell.
const (
	subscriberBits = 64
	mostNameBytes  = 64
)

// forwardedFor reads the client from Forwarded (RFC 7239), else from X-Forwarded-For: the last
// entry that is not one of a proxy trusted, since those before it are what the client made up.
func (o *Options) forwardedFor(r *http.Request) string {
	var hops []string
	if lines := r.Header.Values("Forwarded"); len(lines) > 0 {
		for entry := range strings.SplitSeq(strings.Join(lines, ","), ",") {
			for pair := range strings.SplitSeq(entry, ";") {
				if name, value, _ := strings.Cut(strings.TrimSpace(pair), "="); strings.EqualFold(name, "for") {
					hops = append(hops, strings.Trim(value, `"`))
				}
			}
		}
	} else {
		hops = strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	}
	found := r.RemoteAddr
	for _, hop := range slices.Backward(hops) {
		hop = strings.TrimSpace(hop)
		if hop == "" {
			continue
		}
		found = hop[:min(len(hop), mostNameBytes)]
		addr, ok := hopAddress(found)
		if ok {
			found = addr.String()
		}
		if !ok || !o.trusted(addr) {
			return found
		}
	}
	return found
}

// hopAddress reads an address with or without port, IPv6 with or without brackets.
func hopAddress(text string) (netip.Addr, bool) {
	if port, err := netip.ParseAddrPort(text); err == nil {
		return port.Addr().Unmap(), true
	}
	addr, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return addr.Unmap(), err == nil
}

// where is an address in its parts.
type where struct{ scheme, host, path string }

// hostName is a host with or without a port.
var hostName = regexp.MustCompile(`^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?$`)

// forwarded takes over what a proxy says of the request that it got: Forwarded (RFC 7239), else the
// X-Forwarded lines. Of a list the last entry counts, which is that of the proxy itself: those
// before it are what it was told. What is no scheme, host or path is passed over.
func (at *where) forwarded(header http.Header) {
	said := map[string]string{}
	for _, name := range []string{"proto", "host", "prefix"} {
		said[name] = lastOf(header.Values("X-Forwarded-" + name))
	}
	for pair := range strings.SplitSeq(lastOf(header.Values("Forwarded")), ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		said[strings.ToLower(name)] = strings.Trim(value, `"`)
	}
	if scheme := strings.ToLower(said["proto"]); scheme == "http" || scheme == "https" {
		at.scheme = scheme
	}
	if hostName.MatchString(said["host"]) {
		at.host = said["host"]
	}
	if below := strings.TrimRight(said["prefix"], "/"); isMount(below) {
		at.path = below
	}
}

// lastOf returns the last entry of a list in header lines.
func lastOf(values []string) string {
	all := strings.Split(strings.Join(values, ","), ",")
	return strings.TrimSpace(all[len(all)-1])
}
