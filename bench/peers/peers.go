// Package peers fetches the programs that the benchmarks compare with, each through its registry,
// into the user's cache, and runs those that are servers.
package peers

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"demarc/bench/measure"
)

// cache returns a folder of the user's cache.
func cache(name string) (string, error) {
	root, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(root, "demarc-bench", name)
	return dir, os.MkdirAll(dir, 0o777)
}

// Go builds the program of a Go module, "module@version", and returns its path.
func Go(program string) (string, error) {
	dir, err := cache("go")
	if err != nil {
		return "", err
	}
	module, version, _ := strings.Cut(program, "@")
	file := filepath.Join(dir, version, filepath.Base(module))
	if _, err := os.Stat(file); err == nil {
		return file, nil
	}
	install := exec.Command("go", "install", program)
	install.Dir = dir
	install.Env = append(os.Environ(), "GOBIN="+filepath.Dir(file), "GOFLAGS=", "GOWORK=off")
	return file, run(install)
}

// GoTool builds a program that the module in a folder pins, with these build tags, and returns its
// path. It is built once for a version.
func GoTool(module, program, version, tags string) (string, error) {
	dir, err := cache("go")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, version, filepath.Base(program))
	if _, err := os.Stat(file); err == nil {
		return file, nil
	}
	build := exec.Command("go", "build", "-tags", tags, "-o", file, program)
	build.Dir = module
	build.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	return file, run(build)
}

// NPM installs packages, "name@version" each, and returns the folder that holds node_modules.
func NPM(name string, packages ...string) (string, error) {
	dir, err := cache(filepath.Join("npm", name))
	if err != nil {
		return "", err
	}
	wanted := strings.Join(packages, "\n")
	if have, err := os.ReadFile(filepath.Join(dir, "wanted")); err == nil && string(have) == wanted {
		return dir, nil
	}
	if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"private":true}`), 0o666); err != nil {
		return "", err
	}
	install := exec.Command("npm", append([]string{"install", "--no-audit", "--no-fund"}, packages...)...)
	install.Dir = dir
	if err := run(install); err != nil {
		return "", err
	}
	return dir, os.WriteFile(filepath.Join(dir, "wanted"), []byte(wanted), 0o666)
}

// PyPI installs a package, "name==version", into an environment of its own and returns the path of
// its program.
func PyPI(pkg, program string) (string, error) {
	bin, err := Python(pkg)
	return filepath.Join(bin, program), err
}

// Python installs packages, "name==version" each, into an environment of their own and returns the
// folder of its programs.
func Python(packages ...string) (bin string, err error) {
	dir, err := cache(filepath.Join("pypi", strings.Join(packages, "+")))
	if err != nil {
		return "", err
	}
	bin, whole := filepath.Join(dir, "bin"), filepath.Join(dir, "whole")
	if _, err := os.Stat(whole); err == nil {
		return bin, nil
	}
	pip := append([]string{"install", "--quiet"}, packages...)
	if err := run(exec.Command("python3", "-m", "venv", dir)); err != nil {
		return "", err
	}
	if err := run(exec.Command(filepath.Join(bin, "pip"), pip...)); err != nil {
		return "", err
	}
	return bin, os.WriteFile(whole, nil, 0o666)
}

// Maven fetches jars, "group:artifact:version" each, and returns their paths.
func Maven(artifacts ...string) (jars []string, err error) {
	dir, err := cache("maven")
	if err != nil {
		return nil, err
	}
	for _, artifact := range artifacts {
		name := strings.Join(strings.Split(artifact, ":")[1:], "-") + ".jar"
		jars = append(jars, filepath.Join(dir, name))
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			continue
		}
		for _, goal := range [][]string{{"get", "-Dtransitive=false"}, {"copy", "-DoutputDirectory=" + dir}} {
			mvn := exec.Command("mvn", append([]string{"-q", "-B", "dependency:" + goal[0], "-Dartifact=" + artifact}, goal[1:]...)...)
			mvn.Dir = dir
			if err := run(mvn); err != nil {
				return nil, err
			}
		}
	}
	return jars, nil
}

// Demarc builds the program itself and returns its path. root is the folder of the benchmarks.
func Demarc(root, dir string) (string, error) {
	file := filepath.Join(dir, "demarc")
	build := exec.Command("go", "build", "-o", file, "./cmd/demarc")
	build.Dir = filepath.Dir(root)
	return file, run(build)
}

// Built builds the program itself in a temporary folder, which done removes.
func Built(name string) (folder, program string, done func(), err error) {
	root, err := measure.Root()
	if err != nil {
		return "", "", nil, err
	}
	if folder, err = os.MkdirTemp("", "demarc-"+name+"-"); err != nil {
		return "", "", nil, err
	}
	done = func() { os.RemoveAll(folder) }
	if program, err = Demarc(root, folder); err != nil {
		done()
		return "", "", nil, err
	}
	return folder, program, done, nil
}

func run(c *exec.Cmd) error {
	out, err := c.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", strings.Join(c.Args, " "), err, lastLines(out))
	}
	return nil
}

func lastLines(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return strings.Join(lines[max(0, len(lines)-5):], "; ")
}
