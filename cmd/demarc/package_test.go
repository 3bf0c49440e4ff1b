//go:build !race

// The package is installed and run by processes of their own.

package main

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// installed is a package in a scratch root, with a dpkg of its own.
type installed struct{ root string }

// testPackage installs a package, runs what its unit runs, and takes it away again.
func testPackage(t *testing.T, deb string) {
	if os.Getuid() != 0 {
		t.Skip("dpkg wants root")
	}
	root, err := os.MkdirTemp("", "demarc-package-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	p := installed{root}
	for _, name := range []string{"", "var/lib/dpkg/info", "var/lib/dpkg/updates", "var/lib/dpkg/triggers"} {
		if err := os.MkdirAll(filepath.Join(root, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(root, 0o755); err != nil { // others look in
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "var/lib/dpkg/status"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	p.dpkg(t, "--install", deb)
	want := []string{"etc/default/demarc", "usr/bin/demarc", "usr/lib/systemd/system/demarc.service", "usr/lib/systemd/system/demarc.socket"}
	for _, name := range want {
		if !slices.Contains(p.files(t), name) {
			t.Fatalf("installed are %v, want %s", p.files(t), name)
		}
	}
	p.verify(t, deb)
	p.serve(t)
	p.dpkg(t, "--install", deb) // once more, as an upgrade
	p.dpkg(t, "--remove", "demarc")
	if got, want := p.files(t), []string{"etc/default/demarc", "var/cache/demarc/kept"}; !slices.Equal(got, want) {
		t.Errorf("removed, there are %v, want what somebody may have written, %v", got, want)
	}
	p.dpkg(t, "--purge", "demarc")
	if got := p.files(t); len(got) > 0 {
		t.Errorf("purged, there are %v, want nothing", got)
	}
}

// dpkg runs it for the scratch root; scripts of the package are told of that by DPKG_ROOT.
func (p installed) dpkg(t *testing.T, args ...string) {
	t.Helper()
	c := exec.Command("dpkg", append([]string{"--root=" + p.root, "--force-script-chrootless", "--log=/dev/null"}, args...)...)
	c.Env = append(os.Environ(), "PATH=/usr/sbin:/usr/bin:/sbin:/bin")
	if output, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", c, err, output)
	}
}

// files lists all files but those of dpkg itself.
func (p installed) files(t *testing.T) (all []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(p.root), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !strings.HasPrefix(name, "var/lib/dpkg/") {
			all = append(all, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// verify has systemd judge the units, and what the service is kept from.
func (p installed) verify(t *testing.T, deb string) {
	t.Helper()
	units := t.TempDir()
	var names []string
	for _, name := range []string{"demarc.service", "demarc.socket"} {
		content, err := os.ReadFile(filepath.Join(p.root, "usr/lib/systemd/system", name))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, filepath.Join(units, name))
		content = []byte(strings.ReplaceAll(string(content), "/usr/bin/demarc", filepath.Join(p.root, "usr/bin/demarc")))
		if err := os.WriteFile(names[len(names)-1], content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	unpacked := t.TempDir() // with its man page, which dpkg may be told to leave out
	for _, c := range []*exec.Cmd{
		exec.Command("dpkg-deb", "--extract", deb, unpacked),
		exec.Command("systemd-analyze", append([]string{"verify"}, names...)...),
		exec.Command("systemd-analyze", "security", "--offline=true", "--threshold=15", "--no-pager", names[0]),
	} {
		c.Env = append(os.Environ(), "MANPATH="+filepath.Join(unpacked, "usr/share/man"))
		output, err := c.CombinedOutput()
		if err != nil || (c.Args[1] == "verify" && len(output) > 0) {
			t.Errorf("%v: %v\n%s", c, err, output)
		}
	}
	followLinks(t, unpacked)
}

// inlineLink is the target of a link of Markdown.
var inlineLink = regexp.MustCompile(`\]\(([^()#:\s]+)(?:#[^()\s]*)?\)`)

// followLinks looks for links of the papers in the package that lead nowhere.
func followLinks(t *testing.T, unpacked string) {
	t.Helper()
	papers, _ := filepath.Glob(filepath.Join(unpacked, "usr/share/doc/demarc/*.md"))
	links := 0
	for _, paper := range papers {
		text, err := os.ReadFile(paper)
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range inlineLink.FindAllSubmatch(text, -1) {
			links++
			if _, err := os.Stat(filepath.Join(filepath.Dir(paper), string(link[1]))); err != nil || strings.Contains(string(link[1]), "..") {
				t.Errorf("%s in the package leads to %s, which is not in it", filepath.Base(paper), link[1])
			}
		}
	}
	if len(papers) < 10 || links < 50 {
		t.Errorf("%d papers with %d links: the test looks in the wrong place", len(papers), links)
	}
}

// serve runs what the unit runs with what stands in /etc/default/demarc, as a user without rights,
// and asks it. Only the port is another, which is free.
func (p installed) serve(t *testing.T) {
	t.Helper()
	const nobody = 65534
	cache := filepath.Join(p.root, "var/cache/demarc") // as systemd would make it
	for _, err := range []error{
		os.MkdirAll(cache, 0o755),
		os.WriteFile(filepath.Join(cache, "kept"), nil, 0o600),
		os.Chown(cache, nobody, nobody),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command("/bin/sh", "-c", fmt.Sprintf(`set -a; . %s; exec %s -addr localhost:0 -cache %s`,
		p.root+"/etc/default/demarc", p.execStart(t), cache))
	c.Env, c.Dir = []string{"PATH=/usr/bin:/bin"}, "/"
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	said, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines, address, all := bufio.NewScanner(said), "", ""
	for address == "" && lines.Scan() {
		all += lines.Text() + "\n"
		_, address, _ = strings.Cut(lines.Text(), "serving on ")
	}
	if address == "" {
		t.Fatalf("%v: %v\n%s", c, c.Wait(), all)
	}
	if strings.Contains(all, "cache") {
		t.Errorf("the cache cannot be used:\n%s", all)
	}
	if reply, err := http.Get(address + "/healthz"); err != nil || reply.StatusCode != http.StatusOK {
		t.Errorf("/healthz: got %v, %v", reply, err)
	} else {
		reply.Body.Close()
	}
	c.Process.Signal(syscall.SIGTERM)
	io.Copy(io.Discard, said)
	if err := c.Wait(); err != nil {
		t.Errorf("the end of the service: got %v", err)
	}
}

// execStart is the command of the unit, with the places that are its own in the scratch root.
func (p installed) execStart(t *testing.T) string {
	t.Helper()
	unit, err := os.ReadFile(filepath.Join(p.root, "usr/lib/systemd/system/demarc.service"))
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^ExecStart=(/usr/bin/demarc .*)$`).FindSubmatch(unit)
	if line == nil || !strings.Contains(string(unit), "EnvironmentFile=-/etc/default/demarc\n") {
		t.Fatalf("the unit does not run demarc with what /etc/default/demarc says:\n%s", unit)
	}
	return p.root + string(line[1])
}
