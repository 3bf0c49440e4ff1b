package postgis

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"demarc/data/date"
	"demarc/data/release"
	"demarc/data/testdata"
	"demarc/data/testdata/postgres"
)

// releasedAs releases the tables with another title.
func releasedAs(t *testing.T, p *Place, title string) {
	t.Helper()
	ctx := context.Background()
	files := canonical(t, testdata.With(t, testdata.Small(), "dataset.json", "Two valleys", title, 1))
	written(t, p, files)
	tx, err := p.Releasing(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Close(ctx)
	root, err := tx.Releases(ctx)
	if err != nil {
		t.Fatal(err)
	}
	made, zip, err := release.Compose(ctx, root, files, release.Making{Message: title, Date: date.On(2024, 5, 1)})
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.Release(ctx, made.Release, zip); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(ctx); err != nil {
		t.Fatal(err)
	}
}

// on is a place on several servers, in their order.
func on(t *testing.T, s *postgres.Server, database string, hosts ...string) *Place {
	t.Helper()
	return parsed(t, strings.Replace(s.URL(database), s.Host, strings.Join(hosts, ","), 1)+"&schema=small")
}

// loadedTitle loads, and wants a title.
func loadedTitle(t *testing.T, s *Store, want string) (version string) {
	t.Helper()
	root, version, err := s.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	content, err := fs.ReadFile(root, "dataset.json")
	if err != nil || !strings.Contains(string(content), want) {
		t.Errorf("loaded %v %.200s, want %q", err, content, want)
	}
	if now, err := s.Version(t.Context()); err != nil || now != version {
		t.Errorf("version %q %v, after a load of %q", now, err, version)
	}
	return version
}

// A store reads from any of its servers: a standby that lags behind takes nothing back, tells of
// what is new without being able to, and is followed when it is promoted. A number that is given
// once more, as the release that had it was lost, is another release.
func TestStoreOnSeveralServers(t *testing.T) {
	primary := postgres.Alone(t)
	standby := primary.Standby(t)
	database := primary.Database(t)
	way := primary.NewProxy(t)
	write := on(t, primary, database, primary.Host)
	releasedAs(t, write, "One")
	s := on(t, primary, database, way.Host, standby.Host).Store(nil)
	first := loadedTitle(t, s, "One")
	for there := ""; there != first; time.Sleep(10 * time.Millisecond) {
		there, _ = on(t, primary, database, standby.Host).Store(nil).Version(t.Context())
	}
	standby.Pause(t)
	releasedAs(t, write, "Two")
	second := loadedTitle(t, s, "Two")
	way.Cut()
	if got := loadedTitle(t, s, "Two"); got != second {
		t.Errorf("a standby that lags behind is at %q, want %q", got, second)
	}
	standby.Resume(t)

	waiting := func(version string) chan error {
		waited := make(chan error, 1)
		go func() { waited <- s.Wait(t.Context(), version) }()
		return waited
	}
	waited := waiting(second)
	releasedAs(t, write, "Three")
	if err := <-waited; err != nil {
		t.Errorf("asking a standby again and again: %v", err)
	}
	third := loadedTitle(t, s, "Three")
	waited = waiting(third)
	primary.Kill(t)
	standby.Promote(t)
	write = on(t, primary, database, standby.Host)
	releasedAs(t, write, "Four")
	if err := <-waited; err != nil {
		t.Errorf("a standby that was promoted: %v", err)
	}
	fourth := loadedTitle(t, s, "Four")
	if err := sql(t, write, "DELETE FROM small.releases WHERE version = 4"); err != nil {
		t.Fatal(err)
	}
	waited = waiting(third)
	releasedAs(t, write, "Another four")
	if err := <-waited; err != nil {
		t.Error(err)
	}
	if got := loadedTitle(t, s, "Another four"); got == fourth {
		t.Errorf("a number given once more is the same version, %q", got)
	}
}

// With sslmode=verify-full the server must show a certificate of its name by whom sslrootcert
// names.
func TestVerifiedTLS(t *testing.T) {
	authority, key, certificate := certified(t, "localhost")
	other, _, _ := certified(t, "localhost")
	server := postgres.WithTLS(t, certificate, key)
	database := server.Database(t)
	_, port, _ := net.SplitHostPort(server.Host)
	for _, tt := range []struct{ name, host, root, want string }{
		{"right", "localhost:" + port, authority, ""},
		{"another authority", "localhost:" + port, other, "failed to verify certificate: x509: certificate signed by unknown authority"},
		{"another name", server.Host, authority, "failed to verify certificate: x509: cannot validate certificate for 127.0.0.1"},
	} {
		address := strings.Replace(server.URL(database), server.Host, tt.host, 1)
		address = strings.Replace(address, "sslmode=disable", "sslmode=verify-full&sslrootcert="+tt.root, 1)
		_, err := parsed(t, address+"&schema=small").Store(nil).Version(t.Context())
		if tt.want == "" {
			tt.want = `there is no dataset in the schema "small"` // it was asked
		}
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		}
	}
}

// certified makes an authority, whose certificate is in the file, and a certificate of a name.
func certified(t *testing.T, name string) (file string, key, certificate []byte) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	signing, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	authority := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	signed, err := x509.CreateCertificate(rand.Reader, authority, authority, &signing.PublicKey, signing)
	must(err)
	of := &x509.Certificate{SerialNumber: big.NewInt(2), NotBefore: authority.NotBefore, NotAfter: authority.NotAfter, DNSNames: []string{name}}
	shown, err := x509.CreateCertificate(rand.Reader, of, authority, &own.PublicKey, signing)
	must(err)
	private, err := x509.MarshalPKCS8PrivateKey(own)
	must(err)
	pemOf := func(kind string, content []byte) []byte {
		return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content})
	}
	file = filepath.Join(t.TempDir(), fmt.Sprintf("%s.pem", name))
	must(os.WriteFile(file, pemOf("CERTIFICATE", signed), 0o644))
	return file, pemOf("PRIVATE KEY", private), pemOf("CERTIFICATE", shown)
}
