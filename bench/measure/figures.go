package measure

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// BuildPage builds the page anew, and the program with it.
func BuildPage(root, binary string) error {
	web := filepath.Join(root, "web")
	for _, step := range []struct {
		dir  string
		args []string
	}{
		{web, []string{"npm", "ci", "--no-audit", "--no-fund", "--silent"}},
		{web, []string{"npm", "run", "build", "--silent"}},
		{root, []string{"go", "build", "-o", binary, "./cmd/demarc"}},
	} {
		if err := RunIn(step.dir, nil, step.args...); err != nil {
			return err
		}
	}
	return nil
}

// Figures runs web/test/NAME.figures.ts so many rounds, with variables of its own, and reads what
// it wrote.
func Figures(root, name string, rounds int, into any, variables ...string) error {
	dir, err := os.MkdirTemp("", "demarc-figures")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "figures.json")
	variables = append(variables, "FIGURES="+file, "ROUNDS="+strconv.Itoa(rounds))
	err = RunIn(filepath.Join(root, "web"), variables, "npm", "run", "figures", "--silent", "--", "test/"+name+".figures.ts")
	if err != nil {
		return err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// RunIn runs a command in a folder, with variables besides those there are.
func RunIn(dir string, variables []string, args ...string) error {
	c := exec.Command(args[0], args[1:]...)
	c.Dir = dir
	c.Env = append(os.Environ(), variables...)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%v in %s: %w\n%s", args, dir, err, out)
	}
	return nil
}
