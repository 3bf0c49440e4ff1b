package testdata

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// debianPython has the modules of QGIS, GDAL and OWSLib; other Pythons do not.
const debianPython = "/usr/bin/python3"

// GDAL runs a program of GDAL, a reader that is not ours, and returns its output. A warning fails
// the test, and so does GDAL's absence.
func GDAL(t testing.TB, program string, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Fatalf("%s is missing: install the Debian package gdal-bin (make tools)", program)
	}
	out, messages := run(t, exec.Command(program, args...))
	if strings.Contains(messages, "Warning") || strings.Contains(messages, "ERROR") {
		t.Errorf("%s %v complains: %s", program, args, messages)
	}
	return out
}

// Python runs a script with Debian's Python and reads the JSON that it writes into v. Without the
// module the test fails and says which package has it.
func Python(t testing.TB, v any, module, debian, script string, args ...string) {
	t.Helper()
	PythonIn(t, nil, v, module, debian, script, args...)
}

// PythonIn is Python with more in its environment.
func PythonIn(t testing.TB, environment []string, v any, module, debian, script string, args ...string) {
	t.Helper()
	if err := exec.Command(debianPython, "-c", "import "+module).Run(); err != nil {
		t.Fatalf("%s has no module %s: install the Debian package %s (make tools)", debianPython, module, debian)
	}
	command := exec.Command(debianPython, append([]string{script}, args...)...)
	home := t.TempDir()
	os.Chmod(home, 0o700) // Qt insists
	command.Env = append(os.Environ(), "QT_QPA_PLATFORM=offscreen", "PYTHONDONTWRITEBYTECODE=1", "HOME="+home, "XDG_RUNTIME_DIR="+home)
	command.Env = append(command.Env, environment...)
	out, _ := run(t, command)
	decode(t, script, out, v)
}

// Node runs a script with Node, the directory of the page with its npm packages as the first
// argument, and reads the JSON that it writes into v. It fails the test if one of the packages is
// missing.
func Node(t testing.TB, v any, packages []string, page, script string, args ...string) {
	t.Helper()
	for _, name := range packages {
		if _, err := os.Stat(filepath.Join(page, "node_modules", name)); err != nil {
			t.Fatalf("the npm package %s is missing: run npm ci in web, or make test", name)
		}
	}
	command := exec.Command("node", append([]string{script, page}, args...)...)
	command.Env = append(os.Environ(), "NODE_OPTIONS=")
	out, _ := run(t, command)
	decode(t, script, out, v)
}

// run runs a command to its end and returns what it writes to standard output and error.
func run(t testing.TB, command *exec.Cmd) (out []byte, messages string) {
	t.Helper()
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", command.Args, err, &stderr)
	}
	return out, stderr.String()
}

func decode(t testing.TB, script string, out []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(out, v); err != nil {
		t.Fatalf("%s writes %.1000s: %v", script, out, err)
	}
}
