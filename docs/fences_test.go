package docs

import (
	"os/exec"
	"strings"
	"testing"
)

// example is one command of a fenced block, with what the paper says it prints.
type example struct {
	paper   string
	line    int
	command string
	shown   bool // the output is shown, if it is only that there is none
	output  []string
	exact   bool // the output is to be the same, not only of the same shape
}

// examplesIn returns the commands of the blocks fenced as sh. In a session commands begin with "$ "
// and their output follows; without it every line is a command, unless it continues the one before.
// A block that begins with ```sh exact promises its output to the letter.
func examplesIn(t *testing.T, paper, text string) []example {
	t.Helper()
	var all []example
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		words := strings.Fields(strings.TrimPrefix(lines[i], "```"))
		if !strings.HasPrefix(lines[i], "```") || len(words) == 0 || words[0] != "sh" {
			continue
		}
		first := i + 1
		for i++; i < len(lines) && lines[i] != "```"; i++ {
		}
		if i == len(lines) {
			t.Fatalf("%s:%d: the block does not end", paper, first)
		}
		exact := len(words) > 1 && words[1] == "exact"
		all = append(all, commandsOf(paper, lines[first:i], first+1, exact)...)
	}
	return all
}

func commandsOf(paper string, block []string, line int, exact bool) []example {
	session := strings.HasPrefix(strings.Join(block, "\n"), "$ ")
	var all []example
	for i := 0; i < len(block); i++ {
		text := block[i]
		if session {
			command, ok := strings.CutPrefix(text, "$ ")
			if !ok {
				last := &all[len(all)-1]
				last.output = append(last.output, text)
				continue
			}
			text = command
		} else if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		e := example{paper: paper, line: line + i, shown: session, exact: exact}
		for unfinished(text) && i+1 < len(block) {
			i++
			text += "\n" + block[i]
		}
		e.command = text
		all = append(all, e)
	}
	return all
}

// unfinished reports whether a command goes on in the next line. Of a here-document that does not
// end bash only warns.
func unfinished(command string) bool {
	said, err := exec.Command("bash", "-n", "-c", command).CombinedOutput()
	return strings.HasSuffix(command, `\`) || err != nil || len(said) > 0
}

func TestExamplesAreFound(t *testing.T) {
	const paper = "text\n```sh\ndemarc help   # a word\ncurl -G x \\\n  -d y\n# only this\n```\n" +
		"```js\nf()\n```\n```sh\n$ cat > a <<END\n$ b\nEND\n```\n```sh exact\n$ printf 'a\n  b'\na\n  b\n$ true\n```\n"
	got := examplesIn(t, "PAPER.md", paper)
	want := []example{
		{line: 3, command: "demarc help   # a word"},
		{line: 4, command: "curl -G x \\\n  -d y"},
		{line: 12, command: "cat > a <<END\n$ b\nEND", shown: true},
		{line: 17, command: "printf 'a\n  b'", shown: true, exact: true, output: []string{"a", "  b"}},
		{line: 21, command: "true", shown: true, exact: true},
	}
	if len(got) != len(want) {
		t.Fatalf("got %d examples: %+v, want %d", len(got), got, len(want))
	}
	for i, w := range want {
		g := got[i]
		if g.line != w.line || g.command != w.command || g.shown != w.shown || g.exact != w.exact ||
			strings.Join(g.output, "\n") != strings.Join(w.output, "\n") {
			t.Errorf("example %d: got %+v, want %+v", i, g, w)
		}
	}
}
