package docs

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// place is where the examples of a paper run, one after the other.
type place struct {
	folder   string
	as       *syscall.Credential // nil: whoever runs the tests
	exported string              // what a shell in which all of them are typed would know by then
	ports    *strings.Replacer   // of servers that the examples start, by those of the papers; nil: none
	back     *strings.Replacer   // the other way round
	groups   []int               // of processes, which examples may leave behind
}

// startedPorts are those of the servers that examples start, as the papers have them.
var startedPorts = []string{":8000", ":8081", ":8082", ":8083"}

// giveAway lets the examples start servers, with ports that are free, and run as a user without
// rights, as a reader would: PostgreSQL refuses root. What they leave running ends with the test.
func (p *place) giveAway(t *testing.T) {
	t.Helper()
	var pairs, back []string
	for _, documented := range startedPorts {
		free, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer free.Close() // when all are known
		_, port, _ := net.SplitHostPort(free.Addr().String())
		pairs, back = append(pairs, documented, ":"+port), append(back, ":"+port, documented)
	}
	p.ports, p.back = strings.NewReplacer(pairs...), strings.NewReplacer(back...)
	folder, err := os.MkdirTemp("", "demarc-docs-") // where others can get to
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.end(t)
		os.RemoveAll(folder)
	})
	if err := os.CopyFS(folder, os.DirFS(p.folder)); err != nil {
		t.Fatal(err)
	}
	p.folder = folder
	if os.Getuid() != 0 {
		return
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.Atoi(nobody.Uid)
	gid, _ := strconv.Atoi(nobody.Gid)
	p.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	p.give(t, folder)
}

// give makes a folder that of the user of the examples.
func (p *place) give(t *testing.T, folder string) {
	t.Helper()
	if p.as == nil {
		return
	}
	owner := fmt.Sprintf("%d:%d", p.as.Uid, p.as.Gid)
	if output, err := exec.Command("chown", "-R", owner, folder).CombinedOutput(); err != nil {
		t.Fatalf("chown: %v\n%s", err, output)
	}
}

// run runs a command with settings of curl, and returns what it prints, with the addresses that the
// papers have.
func (p *place) run(t *testing.T, settings, command string) ([]byte, error) {
	t.Helper()
	home := filepath.Join(p.folder, ".home")
	if err := os.MkdirAll(home, 0o755); err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(home)
	if err := os.WriteFile(filepath.Join(home, ".curlrc"), []byte(settings), 0o644); err != nil {
		t.Fatal(err)
	}
	p.give(t, home)
	text := atServer(command)
	if p.ports != nil {
		text = p.ports.Replace(text)
	}
	c := bash(t, p.folder, home, p.exported+text)
	if p.ports != nil {
		c.SysProcAttr = &syscall.SysProcAttr{Credential: p.as, Setpgid: true}
	}
	if strings.HasPrefix(command, "export ") {
		p.exported += text + "\n"
	}
	output, err := c.CombinedOutput()
	if p.ports != nil && c.Process != nil {
		p.groups = append(p.groups, c.Process.Pid)
		output = []byte(p.back.Replace(string(output)))
	}
	return bytes.ReplaceAll(output, []byte(running.address), []byte(documented)), err
}

// end ends what the examples have left running: processes of their groups, and PostgreSQL, which
// leaves them.
func (p *place) end(t *testing.T) {
	for _, group := range p.groups {
		syscall.Kill(-group, syscall.SIGKILL)
	}
	left, _ := filepath.Glob(filepath.Join(p.folder, "*", "postmaster.pid"))
	for _, file := range left {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
			continue
		}
		if pid, err := strconv.Atoi(regexp.MustCompile(`^\d+`).FindString(string(content))); err == nil {
			syscall.Kill(pid, syscall.SIGQUIT)
		}
	}
}
