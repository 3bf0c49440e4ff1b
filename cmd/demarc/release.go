package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/notify"
	"demarc/data/postgis"
	"demarc/data/release"
)

func releaseCommand() command {
	return command{
		name: "release", summary: "keep a dataset as it is now, as its next version",
		usage:   "-m MESSAGE [-by NAME] [-date DAY] [-again] [-notify URL]... [-json] DIR | -m MESSAGE [-revert ID] postgres://... | -dry-run DIR | -retry DIR",
		example: `demarc release -m "two villages corrected" mine`,
		run:     releaseDataset,
	}
}

// byVariable is the environment variable with the name of whoever releases.
const byVariable = "DEMARC_BY"

// releasing is what the command is asked to do.
type releasing struct {
	release.Making
	directory     string
	addresses     notifyFlag
	retry, asJSON bool
	revert        string         // snapshot or number of a version; "": none
	place         *postgis.Place // of a dataset in a database; nil: it is a directory
}

func releaseDataset(ctx context.Context, c *call) error {
	r, err := c.readReleasing()
	if err != nil {
		return err
	}
	if r.place != nil {
		return c.releaseStore(ctx, r)
	}
	unlock, err := lockFolder(r.directory)
	if err != nil {
		return err
	}
	defer unlock()
	queue, err := notify.Open(r.directory)
	if err != nil {
		return err
	}
	if r.retry {
		return c.sendLetters(ctx, queue)
	}
	made, err := release.Make(ctx, r.directory, r.Making)
	if err != nil {
		return c.notReleased(made, err)
	}
	if r.asJSON {
		err = c.printJSON(made.Release)
	} else {
		c.sayReleased(made, r.directory, r.DryRun)
	}
	if r.DryRun {
		return err
	}
	if len(r.addresses) > 0 {
		err = errors.Join(err, queue.Add(map[string]any{"event": "release", "dataset": made.Dataset, "release": made.Release}, r.addresses...))
	}
	if err != nil || len(queue.Letters) == 0 {
		return err
	}
	if os.Getenv(secretVariable) == "" {
		fmt.Fprintf(c.stderr, "demarc: %s in %s: -retry sends them, with the secret in %s\n", count(len(queue.Letters), "letter"), notify.QueueFile, secretVariable)
		return nil
	}
	return c.sendLetters(ctx, queue)
}

// readReleasing reads the command line, and refuses what cannot be done.
func (c *call) readReleasing() (*releasing, error) {
	r, day := &releasing{}, dayFlag{}
	c.flags.StringVar(&r.Message, "m", "", "`message`: what is new, in a sentence, for readers")
	c.flags.StringVar(&r.By, "by", "", "`name` of whoever releases; without it the environment variable "+byVariable+", else none is noted")
	c.flags.Var(&day, "date", "`day` of the release, not before that of the last; without it today (UTC)")
	c.flags.BoolVar(&r.Again, "again", false, "also if nothing has changed since the last release")
	c.flags.Var(&r.addresses, "notify", "`address`, https, that a letter about the release is sent to, signed with the secret in "+secretVariable+"; may be given again. One that is not taken waits in "+notify.QueueFile+" for the next release")
	c.flags.BoolVar(&r.DryRun, "dry-run", false, "release and send nothing: say what would differ from the last version; -m may be left out")
	c.flags.BoolVar(&r.retry, "retry", false, "release nothing: send the letters that wait")
	c.flags.BoolVar(&r.asJSON, "json", false, "say what was released as JSON, as versions.json has it")
	c.flags.StringVar(&r.revert, "revert", "", "`snapshot` or number of a version of a database: it is released again, as the newest; the tables stay as they are")
	names, err := c.parse()
	if err != nil {
		return nil, err
	}
	if len(names) != 1 {
		return nil, misusef("want the directory of one dataset, or the address of its tables in a database")
	}
	places, err := placesOf(names)
	if err != nil {
		return nil, err
	}
	r.place = places[0]
	today := date.DateOf(time.Now().UTC())
	r.directory, r.Date, r.By = names[0], today, cmp.Or(r.By, os.Getenv(byVariable))
	if day.given {
		r.Date = day.day
	}
	return r, r.refuse(today)
}

// refuse tells what of the command line cannot be done.
func (r *releasing) refuse(today date.Date) error {
	for _, address := range r.addresses {
		if err := notify.Address(address); err != nil {
			return misusef("-notify %v", err)
		}
	}
	switch {
	case (len(r.addresses) > 0 || r.retry) && os.Getenv(secretVariable) == "":
		return misusef("want the secret that letters are signed with in the environment variable %s", secretVariable)
	case r.place != nil && r.retry:
		return misusef("-retry: letters wait in a file beside a directory: want a directory")
	case r.retry && (r.Message != "" || r.DryRun || len(r.addresses) > 0):
		return misusef("-retry releases nothing: want neither -m nor -dry-run nor -notify beside it")
	case strings.TrimSpace(r.Message) == "" && !r.retry && !r.DryRun:
		return misusef("-m: want a message, which tells readers what is new")
	case r.Date > today:
		return misusef("-date %s: want a day that has come, at most %s", r.Date, today)
	case r.place != nil && len(r.addresses) > 0:
		return misusef("-notify: letters wait in a file beside a directory; who serves a database is told by it")
	case r.place != nil:
	case r.revert != "":
		return misusef("-revert: want the address of a database; in a directory, put the files of versions/ in place of the others and release them")
	case isBundled(r.directory) || !isFolder(r.directory):
		return misusef("%s: want a directory: releases are kept beside the files of the dataset", r.directory)
	}
	return nil
}

// secretVariable is the environment variable with the secret that letters are signed with.
const secretVariable = "DEMARC_NOTIFY_SECRET"

// notifyFlag are addresses that letters go to.
type notifyFlag []string

func (f *notifyFlag) String() string { return strings.Join(*f, " ") }

// Set takes one address more. Whether it is one is told later: an error of Set is printed with the
// whole text, and with the password in it.
func (f *notifyFlag) Set(text string) error {
	*f = append(*f, text)
	return nil
}

// sendLetters tries all letters once. What is not taken waits, and is no failure of the release.
func (c *call) sendLetters(ctx context.Context, queue *notify.Queue) error {
	return queue.Send(ctx, http.DefaultClient, os.Getenv(secretVariable), func(l *notify.Letter, err error) {
		if err != nil {
			fmt.Fprintf(c.stderr, "demarc: letter %s was not taken: %v; it waits in %s for the next release, or -retry\n", l.Delivery, err, notify.QueueFile)
			return
		}
		fmt.Fprintf(c.stdout, "told: letter %s to %s\n", l.Delivery, l.Host())
	})
}

// lockFolder keeps others from releasing the same dataset meanwhile. Where the file system has no
// locks, nothing does.
func lockFolder(name string) (unlock func(), err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	if lockOrTaken(f) {
		f.Close()
		return nil, fmt.Errorf("%s is being released by another demarc: wait for its end", name)
	}
	return func() { f.Close() }, nil
}

// notReleased says why there is no release.
func (c *call) notReleased(made *release.Made, err error) error {
	var same *release.SameError
	switch {
	case errors.As(err, &same):
		return fmt.Errorf("not released: %w (-again releases it all the same)", err)
	case errors.Is(err, release.ErrRejected):
		errs := made.Problems[:0:0]
		for _, p := range made.Problems {
			if p.Severity == dataset.Error {
				errs = append(errs, p)
			}
		}
		c.printProblems(c.stderr, errs)
	case made != nil:
		c.printProblems(c.stderr, made.Problems)
	}
	return err
}

// sayReleased says what was released, or would be, and what is new in it.
func (c *call) sayReleased(made *release.Made, directory string, dry bool) {
	for _, line := range made.Summary.Text {
		fmt.Fprintln(c.stdout, line)
	}
	if n := dataset.Warnings(made.Problems); n > 0 {
		fmt.Fprintf(c.stderr, "demarc: the check has %s: demarc check %s lists them\n", count(n, "warning"), directory)
	}
	if len(made.Left) > 0 {
		fmt.Fprintf(c.stderr, "demarc: not in the version, as no files: %s\n", strings.Join(made.Left, ", "))
	}
	if dry {
		fmt.Fprintf(c.stdout, "would be released: %s, snapshot %s; nothing is written\n", made.Release, made.Snapshot)
		return
	}
	where := filepath.Join(directory, filepath.FromSlash(made.File()))
	if postgis.Is(directory) {
		where = directory
	}
	fmt.Fprintf(c.stdout, "released: %s, snapshot %s, in %s\n", made.Release, made.Snapshot, where)
}
