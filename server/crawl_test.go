package server_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"html"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"demarc/data/testdata"
	"demarc/server"
)

// Behind a proxy with TLS under a path, whatever an answer names is there and below the path: each
// link, header line and redirect that a crawler finds from the first pages on.
func TestCrawlBehindAProxy(t *testing.T) {
	for _, tt := range []struct {
		name    string
		takes   bool // the proxy takes the path off
		says    bool // and tells of it
		options func(public string) server.Options
	}{
		{"the path is taken off", true, false, withAddress(t)},
		{"the path is left on", false, false, withAddress(t)},
		{"the proxy says where it is", true, true, func(string) server.Options {
			return server.Options{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inner, outer := listener(t), freePort(t)
			public := fmt.Sprintf("https://localhost:%d/maps", outer)
			options := tt.options(public + "/")
			options.Page, options.Today, options.Version = tinyPage, today, "test"
			s := server.HTTP(server.NewOf([]server.Dataset{
				{ID: "isles", Store: loaded(testdata.Copy(t, testdata.Isles()))},
				{ID: "valley", Store: loaded(testdata.Copy(t, testdata.Small()))},
			}, options))
			go s.Serve(inner)
			t.Cleanup(func() { s.Close() })
			client := proxied(t, outer, inner.Addr().String(), tt.takes, tt.says)
			c := crawler{t: t, client: client, public: public, seen: map[string]bool{}}
			for _, start := range []string{"", "/", "/?f=json", "/ogc", "/datasets", "/datasets?f=html", "/d/valley", "/tiles/control.json", "/d/valley/tiles/history.json", "/styles/control.json", "/openapi.json"} {
				c.add("", public+start)
			}
			c.run()
			for _, want := range []string{"/d/valley/", "/collections/zones/items/", "/export/control.png", "/v/", "/assets/app-1234.js", "/styles/control/sprite.json", "/fonts/Noto%20Sans%20Bold/0-255.pbf"} {
				if !c.reached(public + want) {
					t.Errorf("the crawler never came to %s: it looks in the wrong places", want)
				}
			}
		})
	}
}

func withAddress(t *testing.T) func(string) server.Options {
	return func(public string) server.Options { return server.Options{Public: address(t, public)} }
}

// crawler asks every address that it finds once.
type crawler struct {
	t      *testing.T
	client *http.Client
	public string
	seen   map[string]bool
	left   []named
}

type named struct{ on, address string }

// crawlLimit is how many addresses are asked, far more than there are.
const crawlLimit = 20_000

// add takes an address that was named on a page.
func (c *crawler) add(on, address string) {
	base, err := url.Parse(on)
	if err != nil {
		c.t.Fatal(err)
	}
	u, err := base.Parse(address)
	if err != nil {
		c.t.Errorf("%s names %q: %v", on, address, err)
		return
	}
	u.Fragment = ""
	switch {
	case strings.Contains(u.Path, "{snapshot}"): // a template: OpenAPI's way to a snapshot
		return
	case u.Scheme != "http" && u.Scheme != "https", !strings.HasPrefix(u.Host, "localhost") && !strings.HasPrefix(u.Host, "127."):
		return // somebody else's
	case !strings.HasPrefix(u.String()+"/", c.public+"/"):
		c.t.Errorf("%s names %s, want it below %s", on, u, c.public)
		return
	}
	text := u.String()
	for name, value := range map[string]string{"{z}": "0", "{x}": "0", "{y}": "0", "{tileMatrix}": "0", "{tileRow}": "0", "{tileCol}": "0", "{fontstack}": "Noto%20Sans%20Bold", "{range}": "0-255"} {
		text = strings.ReplaceAll(text, url.PathEscape(name), value)
	}
	if strings.HasSuffix(text, "/sprite") {
		text += ".json" // as those do who read styles
	}
	if !c.seen[text] {
		c.seen[text] = true
		c.left = append(c.left, named{on, text})
	}
}

func (c *crawler) reached(beginning string) bool {
	for address := range c.seen {
		if strings.HasPrefix(address, beginning) {
			return true
		}
	}
	return false
}

func (c *crawler) run() {
	for n := 0; len(c.left) > 0; n++ {
		if n == crawlLimit {
			c.t.Fatalf("%d addresses and no end", n)
		}
		next := c.left[0]
		c.left = c.left[1:]
		c.ask(next)
	}
	c.t.Logf("%d addresses", len(c.seen))
}

var (
	inHTML = regexp.MustCompile(`(?:href|src|action|content)="([^"]*)"`)
	inLink = regexp.MustCompile(`<([^>]*)>`)
)

// ask follows an address and reads what its answer names.
func (c *crawler) ask(f named) {
	response, err := c.client.Get(f.address)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 8<<20))
	if err != nil {
		c.t.Errorf("%s, named on %s: %v", f.address, f.on, err)
	}
	if response.StatusCode >= 400 {
		c.t.Errorf("%s, named on %s: got %d %.300s", f.address, f.on, response.StatusCode, body)
		return
	}
	if to := response.Header.Get("Location"); to != "" {
		c.add(f.address, to)
	}
	for _, line := range response.Header.Values("Link") {
		for _, m := range inLink.FindAllStringSubmatch(line, -1) {
			c.add(f.address, m[1])
		}
	}
	switch media := response.Header.Get("Content-Type"); {
	case strings.HasPrefix(media, "text/html"):
		for _, m := range inHTML.FindAllStringSubmatch(string(body), -1) {
			if text := html.UnescapeString(m[1]); !strings.HasPrefix(m[0], "content") || strings.Contains(text, "://") {
				c.add(f.address, text)
			}
		}
	case strings.Contains(media, "json") && !strings.Contains(f.address, "/export/"):
		var document any
		if err := json.Unmarshal(body, &document); err != nil {
			c.t.Errorf("%s: %v", f.address, err)
		}
		c.names(f.address, document)
	}
}

// names takes every text of a document that is an address.
func (c *crawler) names(on string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for _, member := range v {
			c.names(on, member)
		}
	case []any:
		for _, item := range v {
			c.names(on, item)
		}
	case string:
		if strings.HasPrefix(v, "http://") || strings.HasPrefix(v, "https://") {
			c.add(on, v)
		}
	}
}

func listener(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func freePort(t *testing.T) int {
	l := listener(t)
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// proxied starts nginx in front of a server, under /maps/, and returns a client that trusts it.
func proxied(t *testing.T, port int, upstream string, takes, says bool) *http.Client {
	t.Helper()
	dir := t.TempDir()
	certificate := selfSigned(t, dir)
	pass, more := "http://"+upstream, ""
	if takes {
		pass += "/"
	}
	if says {
		more = "proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Host $http_host; proxy_set_header X-Forwarded-Prefix /maps;"
	}
	text := fmt.Sprintf(`daemon off; pid %[1]s/pid; error_log %[1]s/error.log; worker_processes 1;
events {}
http {
  access_log off;
  client_body_temp_path %[1]s/body; proxy_temp_path %[1]s/proxy; fastcgi_temp_path %[1]s/f; uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;
  server {
    listen 127.0.0.1:%[2]d ssl; ssl_certificate %[1]s/cert.pem; ssl_certificate_key %[1]s/key.pem;
    location = /maps { return 301 /maps/; }
    location /maps/ { proxy_pass %[3]s; %[4]s }
  }
}
`, dir, port, pass, more)
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	nginx := exec.Command("nginx", "-e", filepath.Join(dir, "error.log"), "-p", dir, "-c", file)
	if err := nginx.Start(); err != nil {
		t.Fatalf("nginx, of the Debian package nginx-light: %v", err)
	}
	t.Cleanup(func() {
		nginx.Process.Signal(os.Interrupt)
		nginx.Wait()
	})
	roots := x509.NewCertPool()
	roots.AddCert(certificate)
	client := &http.Client{
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, MaxIdleConnsPerHost: 4},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       time.Minute,
	}
	for range 100 {
		if c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			c.Close()
			return client
		}
		time.Sleep(50 * time.Millisecond)
	}
	log, _ := os.ReadFile(filepath.Join(dir, "error.log"))
	t.Fatalf("nginx does not listen: %s", log)
	return nil
}

// selfSigned writes a certificate of localhost and its key.
func selfSigned(t *testing.T, dir string) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, of, of, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: der}, "key.pem": {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}
