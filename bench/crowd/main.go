// Command crowd sets a crowd on demarc serve: tables without end, exports of all kinds, pictures,
// clients that stall and archives that nobody waits for, each from an address of its own in
// 127.0.0.0/8. Meanwhile another process asks small questions, of demarc and of a bare net/http
// handler beside it that answers the same bytes.
//
//	crowd (load) ----------> demarc serve -memory, in a control group where one can be made
//	                            ^
//	crowd ask (latencies) ------+----> crowd bare (net/http and nothing else)
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"demarc/bench/measure"
	"demarc/bench/peers"
)

func main() {
	role := flag.String("role", "", "of this process: bare or ask; without it the whole")
	at := flag.String("at", "", "addresses for the role")
	length := flag.Duration("for", 40*time.Second, "how long the crowd stays")
	program := flag.String("program", "", "another demarc, such as one of before, with no limits of its own; nothing is written to results")
	flag.Parse()
	var err error
	switch *role {
	case "bare":
		err = bare(*at)
	case "ask":
		err = ask(strings.Split(*at, ","), *length)
	default:
		err = run(*program, *length)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench/crowd:", err)
		os.Exit(1)
	}
}

// The memory of the control group, and what demarc is told to live in.
const (
	groupBytes = 256 << 20
	memory     = "128MiB"
)

// The questions whose answers are timed.
const (
	locatePath = "/locate?lon=46.04&lat=40.10&datetime=2020-11-25"
	tilePath   = "/tiles/history/8/161/96.mvt"
)

// scene is what takes part.
type scene struct {
	demarc, bare *peers.Server
	group        *group // nil: none could be made
}

func run(program string, length time.Duration) error {
	dir, err := os.MkdirTemp("", "demarc-crowd-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	other := program != ""
	arguments := "-addr 127.0.0.1:PORT"
	if !other {
		root, err := measure.Root()
		if err != nil {
			return err
		}
		if program, err = peers.Demarc(root, dir); err != nil {
			return err
		}
		arguments += " -memory " + memory
	}
	s, err := begin(dir, program, arguments)
	if err != nil {
		return err
	}
	defer s.end()
	report := measure.NewReport("A crowd", intro)
	quiet, err := s.ask(5 * time.Second)
	if err != nil {
		return err
	}
	before := s.usage()
	watched := s.watch()
	ctx, leave := context.WithTimeout(context.Background(), length)
	defer leave()
	crowded := newCrowd(s.demarc.Address)
	crowded.come(ctx)
	busy, err := s.ask(length - 5*time.Second)
	if err != nil {
		return err
	}
	<-ctx.Done()
	crowded.wait()
	most := watched.stop()
	time.Sleep(10 * time.Second)
	s.tell(report, quiet, busy, crowded, before, most, s.usage())
	if other {
		report.Claims()
	} else if _, err := report.Write("crowd"); err != nil {
		return err
	}
	fmt.Print(report)
	return nil
}

// begin starts demarc, in a control group if one can be made, and the bare handler, which answers
// what demarc does.
func begin(dir, program, arguments string) (*scene, error) {
	s := &scene{group: newGroup(groupBytes)}
	enter := ""
	if s.group != nil {
		enter = "echo $$ > " + s.group.tasks + " && "
	}
	var err error
	if s.demarc, err = peers.Start(dir, "/readyz", "sh", "-c", enter+"exec "+program+" serve "+arguments); err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	if s.bare, err = peers.Start(dir, "/healthz", self, "-role", "bare", "-at", "127.0.0.1:PORT,"+s.demarc.Address); err != nil {
		s.demarc.Stop()
		return nil, err
	}
	return s, nil
}

func (s *scene) end() {
	s.bare.Stop()
	s.demarc.Stop()
	if s.group != nil {
		s.group.remove()
	}
}

// ask has another process time the small questions for a while.
func (s *scene) ask(length time.Duration) (asked, error) {
	self, err := os.Executable()
	if err != nil {
		return asked{}, err
	}
	c := exec.Command(self, "-role", "ask", "-at", s.demarc.Address+","+s.bare.Address, "-for", length.String())
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return asked{}, err
	}
	var got asked
	return got, json.Unmarshal(out, &got)
}
