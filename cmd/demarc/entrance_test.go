package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// pairAs writes a certificate of its own for localhost and its key, as PEM.
func pairAs(t *testing.T, serial int64, cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	made, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: made}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// statusOver asks /status on a connection of its own, and returns what it says of TLS, the protocol
// and the serial number of the certificate.
func statusOver(t *testing.T, address string) (said map[string]any, protocol string, serial int64) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true, ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
	}}
	reply, err := client.Get(address + "/status")
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	var status struct{ TLS map[string]any }
	if err := json.NewDecoder(reply.Body).Decode(&status); err != nil {
		t.Fatal(err)
	}
	return status.TLS, reply.Proto, reply.TLS.PeerCertificates[0].SerialNumber.Int64()
}

// A new pair is served as soon as it is there; a bad one is told of, in the log and in /status, and
// the one before is served.
func TestServeTLS(t *testing.T) {
	cert, key := filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	pairAs(t, 1, cert, key)
	address, messages, stop := startServer(t, "-data", "../../data/testdata/isles", "-tls-cert", cert, "-tls-key", key)
	defer stop()
	if !strings.HasPrefix(address, "https://") {
		t.Fatalf("address: got %s, want https", address)
	}
	said, protocol, serial := statusOver(t, address)
	if protocol != "HTTP/2.0" || serial != 1 || said["refused"] != nil || said["not_after"] == nil {
		t.Errorf("got %s, certificate %d, status %v, want HTTP/2.0, 1 and no fault", protocol, serial, said)
	}
	until := func(want int64, refused string) {
		t.Helper()
		for limit := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
			said, _, serial = statusOver(t, address)
			reason, _ := said["refused"].(string)
			if serial == want && (refused == "") == (reason == "") && strings.Contains(reason, refused) {
				return
			}
			if time.Now().After(limit) {
				t.Fatalf("got certificate %d, status %v, want %d and %q", serial, said, want, refused)
			}
		}
	}
	pairAs(t, 2, cert, filepath.Join(t.TempDir(), "other.pem"))
	until(1, "private key does not match")
	waitFor(t, messages, "the one before is")
	os.Remove(key)
	until(1, "its files cannot be read: no such file")
	pairAs(t, 3, cert, key)
	until(3, "")
	waitFor(t, messages, "the certificate was read again")
}

// overUnix is a client that finds every host at a unix socket.
func overUnix(path string) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", path)
		},
	}}
}

// Header lines of who comes by the socket are believed where -trust-proxy says so, and the socket
// goes with the server.
func TestServeOnAUnixSocket(t *testing.T) {
	directory, err := os.MkdirTemp("", "s")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(directory)
	path := filepath.Join(directory, "http")
	for trust, want := range map[string]string{"unix": "https://maps.example.org/", "127.0.0.1": "http://localhost/"} {
		address, _, stop := startServer(t, "-data", "../../data/testdata/isles", "-addr", "unix:"+path, "-socket-mode", "600", "-trust-proxy", trust)
		if address != "unix:"+path {
			t.Errorf("address: got %s", address)
		}
		if info, err := os.Lstat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("socket: got %v, %v, want mode 600", info, err)
		}
		ask, _ := http.NewRequest(http.MethodGet, "http://localhost/?f=json", nil)
		ask.Header.Set("X-Forwarded-Host", "maps.example.org")
		ask.Header.Set("X-Forwarded-Proto", "https")
		reply, err := overUnix(path).Do(ask)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(reply.Body)
		reply.Body.Close()
		if !strings.Contains(string(body), want) {
			t.Errorf("-trust-proxy %s: no link begins with %s", trust, want)
		}
		if code := stop(); code != exitFine {
			t.Errorf("exit code after a stop: got %d", code)
		}
		if _, err := os.Lstat(path); !os.IsNotExist(err) {
			t.Errorf("after the end: got %v, want no socket", err)
		}
	}
}

// Sockets that systemd holds are served, and their clients wait while the program starts.
// LISTEN_PID must be that of the program, so a shell sets it and becomes the program.
func TestServeOnSocketsOfSystemd(t *testing.T) {
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	held, err := listener.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	address := listener.Addr().String()
	listener.Close()
	test, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "demarc") // by this name TestMain knows what to run
	if err := os.Symlink(test, program); err != nil {
		t.Fatal(err)
	}
	started := exec.Command("sh", "-c", `LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" serve -addr localhost:1 -data ../../data/testdata/isles`, program)
	started.ExtraFiles = []*os.File{held}
	var messages strings.Builder
	started.Stderr = &messages
	if err := started.Start(); err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}}
	reply, err := client.Get("http://" + address + "/readyz")
	if err == nil {
		reply.Body.Close()
	}
	started.Process.Kill()
	started.Wait()
	if err != nil || reply.StatusCode != http.StatusOK {
		t.Errorf("got %v, %v, want 200\n%s", reply, err, messages.String())
	}
}
