//go:build !race

// One goroutine does all of it.

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// manual is where the man page stands; it is made of what the commands' help is made of, by
// go test ./cmd/demarc -run Manual -update
const manual = "demarc.1"

// flagsOf returns the flags of a command as its help shows them.
func flagsOf(t *testing.T, command command) *flag.FlagSet {
	t.Helper()
	c := &call{args: []string{"-h"}, stdout: io.Discard, stderr: io.Discard, flags: flag.NewFlagSet(command.name, flag.ContinueOnError)}
	c.flags.SetOutput(io.Discard)
	c.flags.Usage = func() {}
	if err := command.run(t.Context(), c); !errors.Is(err, flag.ErrHelp) {
		t.Fatalf("demarc %s -h: got %v, want its help", command.name, err)
	}
	return c.flags
}

// page is a man page in the macros of man(7).
type page struct{ strings.Builder }

var roff = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`)

func (p *page) macro(name, text string) {
	fmt.Fprintf(p, "%s %s\n", name, strings.ReplaceAll(roff.Replace(text), `"`, `\(dq`))
}

// text writes a paragraph in lines of up to 78 columns.
func (p *page) text(text string) {
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > 78 {
			p.line(line)
			line = ""
		}
		line = strings.TrimLeft(line+" "+word, " ")
	}
	p.line(line)
}

func (p *page) line(line string) {
	line = roff.Replace(line)
	if strings.HasPrefix(line, ".") {
		line = `\&` + line
	}
	fmt.Fprintln(p, line)
}

// lines writes lines as they are.
func (p *page) lines(lines string) {
	p.WriteString(".nf\n")
	for line := range strings.Lines(strings.TrimRight(lines, "\n")) {
		p.line(strings.TrimRight(line, "\n"))
	}
	p.WriteString(".fi\n")
}

func (p *page) flag(f *flag.Flag) {
	kind, usage := flag.UnquoteUsage(f)
	fmt.Fprintf(p, ".TP\n\\fB\\-%s\\fP", roff.Replace(f.Name))
	if kind != "" && !isBool(f) {
		fmt.Fprintf(p, " \\fI%s\\fP", roff.Replace(kind))
	}
	p.WriteString("\n")
	if !isBool(f) && f.DefValue != "" && f.DefValue != "0" {
		usage += fmt.Sprintf(" (default %q)", f.DefValue)
	}
	if strings.Contains(usage, "\n  ") { // a table
		p.lines(usage)
		return
	}
	p.text(usage)
}

func (p *page) command(t *testing.T, command command) {
	p.macro(".SS", "demarc "+command.name)
	p.text(strings.ToUpper(command.summary[:1]) + command.summary[1:] + ".")
	p.WriteString(".PP\n")
	for line := range strings.Lines(command.usageLine()) {
		p.WriteString(".br\n")
		p.text(strings.TrimPrefix(line, "usage: "))
	}
	flagsOf(t, command).VisitAll(p.flag)
	p.WriteString(".PP\nExample:\n.PP\n.RS 4\n")
	for line := range strings.Lines(command.example) {
		p.lines(strings.TrimSpace(line))
	}
	p.WriteString(".RE\n")
}

// beside are the sections behind the commands.
var beside = []struct {
	title string
	rows  [][2]string
}{
	{"ENVIRONMENT", [][2]string{
		{"PORT", "the port of all interfaces that demarc serve listens on where there is no -addr"},
		{"GOGC, GOMEMLIMIT", "how the memory of the program is kept, as in all Go programs"},
		{"PGHOST, PGPORT, PGUSER, PGPASSWORD, PGPASSFILE, ...", "how a database is reached, as in all programs of PostgreSQL"},
		{"DEMARC_BY", "name of whoever releases"},
		{"DEMARC_NOTIFY_SECRET", "what letters about releases are signed with"},
	}},
	{"SIGNALS", [][2]string{
		{"SIGHUP", "demarc serve loads its datasets again; systemctl reload demarc sends it"},
		{"SIGTERM, SIGINT", "demarc serve ends, and gives the requests under way 20 s"},
	}},
	{"FILES", [][2]string{
		{"/etc/default/demarc", "arguments and environment of the service demarc.service"},
		{"demarc.service, demarc.socket", "units of systemd: systemctl enable --now demarc starts the server; with the socket, which is another way, " +
			"it listens on what systemctl edit demarc.socket says, on ports below 1024 too, and a restart refuses nobody. Stop the service before you enable the socket"},
		{"/var/cache/demarc", "what the service keeps of large datasets for its next start; it may be emptied at any time"},
		{"/usr/share/doc/demarc", "how the server is operated, the licences, and what the program is made of"},
	}},
	{"EXIT STATUS", [][2]string{
		{"0", "all is well"}, {"1", "it failed, or problems were found"}, {"2", "the arguments are wrong"},
	}},
}

func manualPage(t *testing.T) string {
	t.Setenv("PORT", "") // it changes a default
	p := &page{}
	p.WriteString(".\\\" Made by go test ./cmd/demarc -run Manual -update\n.TH DEMARC 1 \"\" \"demarc\" \"User Commands\"\n.ad l\n.nh\n")
	p.macro(".SH", "NAME")
	p.line("demarc - region map server with a memory")
	p.macro(".SH", "SYNOPSIS")
	p.WriteString("\\fBdemarc\\fP \\fIcommand\\fP [\\fIarguments\\fP]\n.br\n\\fBdemarc help\\fP [\\fIcommand\\fP]\n")
	p.macro(".SH", "DESCRIPTION")
	p.text("Which region does a point lie in, who controlled it on that day, and according to whom? " +
		"demarc serves a map and an API that answer this, and keeps the datasets that the answers are made of. " +
		"Without -data the first bundled dataset is used; bundled:ID names one: " + bundledNames() + ".")
	p.WriteString(".PP\n")
	p.text("Flags may stand before, between and after other arguments. Results go to standard output, messages to standard error.")
	p.macro(".SH", "COMMANDS")
	for _, command := range commands() {
		p.command(t, command)
	}
	for _, section := range beside {
		p.macro(".SH", section.title)
		for _, row := range section.rows {
			fmt.Fprintf(p, ".TP\n\\fB%s\\fP\n", roff.Replace(row[0]))
			p.text(row[1] + ".")
		}
	}
	return p.String()
}

// The man page has every command and flag, as the help has them, and nothing that a formatter
// complains about.
func TestManualIsThatOfTheFlags(t *testing.T) {
	want := manualPage(t)
	if *update {
		if err := os.WriteFile(manual, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("demarc.1 is not what the commands say: go test ./cmd/demarc -run Manual -update")
	}
	show := exec.Command("man", "--warnings", "-E", "UTF-8", "-l", manual)
	show.Env = append(os.Environ(), "MANPAGER=cat", "MANWIDTH=2000", "LC_ALL=C.UTF-8", "MANROFFSEQ=", "GROFF_NO_SGR=1")
	var complaints strings.Builder
	show.Stderr = &complaints
	shown, err := show.Output()
	if err != nil || complaints.Len() > 0 {
		t.Fatalf("man: %v, %s", err, complaints.String())
	}
	plain := regexp.MustCompile(".\b").ReplaceAllString(string(shown), "")
	for _, command := range commands() {
		_, own, found := strings.Cut(plain, "   demarc "+command.name+"\n")
		if !found {
			t.Errorf("the page has no part of demarc %s", command.name)
		}
		own, _, _ = strings.Cut(own, "Example:")
		flagsOf(t, command).VisitAll(func(f *flag.Flag) {
			if !regexp.MustCompile(`(?m)^ +-` + f.Name + `( |$)`).MatchString(own) {
				t.Errorf("demarc %s: the page does not show -%s", command.name, f.Name)
			}
		})
	}
}
