//go:build !race

// The programs are made by processes of their own.

package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// made returns the folder of what .ci/dist makes below a root, a copy of this repository or
// itself.
func made(t *testing.T, root string) string {
	t.Helper()
	folder := t.TempDir()
	build := exec.Command(filepath.Join(root, ".ci", "dist"), "-deb", "-arch", "amd64", folder)
	build.Env = append(os.Environ(), "VERSION=v1.2.3", "COMMIT=0123456789abcdef", "SOURCE_DATE_EPOCH=1600000000")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", build, err, output)
	}
	return folder
}

// Whoever builds a release anew, in whatever directory, gets the same bytes; they need no library
// of the system, and know what they are made from. The package of it can be installed.
func TestDistIsReproducible(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program twice")
	}
	other := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.MkdirAll(filepath.Join(other, "web"), 0o755); err != nil {
		t.Fatal(err)
	}
	copied := exec.Command("cp", "-r", "go.mod", "go.sum", "cmd", "server", "data", "geo", "docs", "CHANGELOG.md", "SECURITY.md", ".ci", other)
	page := exec.Command("sh", "-c", `cp -r web/*.go web/package-lock.json web/build web/dist "$0"/web/ && chmod -R go= "$0"`, other)
	for _, c := range []*exec.Cmd{copied, page} {
		c.Dir = "../.."
		if output, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", c, err, output)
		}
	}
	here, there := made(t, "../.."), made(t, other)
	for _, name := range []string{"demarc-linux-amd64", "demarc-linux-amd64.cdx.json", "demarc_amd64.deb", "LICENCES.txt", "SHA256SUMS"} {
		one, err := os.ReadFile(filepath.Join(here, name))
		if err != nil {
			t.Fatal(err)
		}
		if two, err := os.ReadFile(filepath.Join(there, name)); err != nil || !bytes.Equal(one, two) {
			t.Errorf("%s, made in two directories: %v, want the same", name, err)
		}
		if name == "demarc-linux-amd64" && bytes.Contains(one, []byte("/lib64/ld-linux")) {
			t.Error("the program wants the libraries of the system: want it static")
		}
	}
	said, err := exec.Command(filepath.Join(here, "demarc-linux-amd64"), "version").Output()
	if err != nil || !strings.HasPrefix(string(said), "demarc v1.2.3\ncommit 0123456789abcdef\ngo1.") {
		t.Errorf("demarc version: got %q, %v", said, err)
	}
	listsAll(t, filepath.Join(here, "demarc-linux-amd64.cdx.json"))
	check := exec.Command("sha256sum", "--check", "--strict", "SHA256SUMS")
	check.Dir = here
	if output, err := check.CombinedOutput(); err != nil {
		t.Errorf("%v: %v\n%s", check, err, output)
	}
	t.Run("package", func(t *testing.T) { testPackage(t, filepath.Join(here, "demarc_amd64.deb")) })
}

// listsAll looks for the packages of the page, and modules, in the list of what is in the program.
func listsAll(t *testing.T, list string) {
	t.Helper()
	content, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	var bom struct {
		BOMFormat  string
		Components []struct{ Group, Name, Version, PURL string }
	}
	if err := json.Unmarshal(content, &bom); err != nil || bom.BOMFormat != "CycloneDX" {
		t.Fatalf("%s: %v, want CycloneDX", list, err)
	}
	packages, modules := map[string]string{}, 0
	for _, c := range bom.Components {
		if strings.HasPrefix(c.PURL, "pkg:npm/") {
			packages[strings.TrimPrefix(c.Group+"/"+c.Name, "/")] = c.Version
		} else if strings.HasPrefix(c.PURL, "pkg:golang/") {
			modules++
		}
	}
	if want := bundledPackages(t); !maps.Equal(packages, want) || len(want) < 5 || modules < 20 {
		t.Errorf("got packages %v and %d modules, want %v and those of go.mod", packages, modules, want)
	}
}
