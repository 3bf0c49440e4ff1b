// Command demarc is a region map server with a memory: which region a point lies in, who controlled
// it on a day, and according to whom.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"

	"demarc/data/date/spelling"
)

// The exit codes of every command.
const (
	exitFine   = 0
	exitFailed = 1 // with an error, or with problems found
	exitMisuse = 2 // with wrong arguments
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// command is a command of the program.
type command struct {
	name    string
	summary string
	usage   string // behind the name
	example string
	run     func(ctx context.Context, c *call) error
}

func (c command) usageLine() string {
	return strings.TrimRight("usage: demarc "+c.name+" "+c.usage, " ") + "\n"
}

func commands() []command {
	return []command{
		serveCommand(), checkCommand(), locateCommand(), diffCommand(), statsCommand(), compareCommand(),
		exportCommand(), importCommand(), cleanCommand(), fmtCommand(), schemaCommand(),
		sourcesCommand(), copyCommand(), releaseCommand(), publishCommand(), mcpCommand(), versionCommand(), licencesCommand(),
	}
}

func versionCommand() command {
	return command{
		name: "version", summary: "print the version, the commit and the Go release it was built with", example: "demarc version",
		run: func(_ context.Context, c *call) error {
			others, err := c.parse()
			if err == nil {
				err = noMore(others)
			}
			if err == nil {
				fmt.Fprintf(c.stdout, "demarc %s\ncommit %s\n%s %s/%s\n", version(), commit(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			}
			return err
		},
	}
}

// run runs the command in the arguments: results go to stdout, messages to stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		printHelp(stderr)
		return exitMisuse
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		if len(args) > 1 {
			args = []string{args[1], "-h"}
			break
		}
		printHelp(stdout)
		return exitFine
	case "-version", "--version":
		args = append([]string{"version"}, args[1:]...)
	}
	for _, command := range commands() {
		if command.name == args[0] {
			return runCommand(ctx, command, args[1:], stdout, stderr)
		}
	}
	fmt.Fprintf(stderr, "demarc: no command is called %q; demarc help lists them\n", args[0])
	return exitMisuse
}

// misuse is an error about the arguments.
type misuse struct{ error }

func misusef(format string, args ...any) error { return misuse{fmt.Errorf(format, args...)} }

// errReported is a failure whose messages have been printed.
var errReported = errors.New("problems were found")

func runCommand(ctx context.Context, command command, args []string, stdout, stderr io.Writer) int {
	c := &call{args: args, stdout: stdout, stderr: stderr,
		flags: flag.NewFlagSet(command.name, flag.ContinueOnError)}
	c.flags.SetOutput(io.Discard)
	c.flags.Usage = func() {}
	c.help = func(w io.Writer) { printUsage(w, command, c.flags) }
	err := command.run(ctx, c)
	var wrong misuse
	var undecided *spelling.Undecided
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, flag.ErrHelp):
		c.help(stdout)
		return exitFine
	case errors.As(err, &wrong):
		fmt.Fprintf(stderr, "demarc: %s\n%sexample:\n  %s\n", withoutPasswords(err), command.usageLine(), command.example)
		return exitMisuse
	case errors.As(err, &undecided): // a flag is missing
		fmt.Fprintf(stderr, "demarc: %s\n", withoutPasswords(err))
		return exitMisuse
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		fmt.Fprintln(stderr, "demarc: interrupted, nothing is written")
	case !errors.Is(err, errReported):
		fmt.Fprintf(stderr, "demarc: %s\n", withoutPasswords(err))
	}
	return exitFailed
}

func printHelp(w io.Writer) {
	fmt.Fprint(w, "demarc is a region map server with a memory: which region does a point lie in,\n"+
		"who controlled it on that day, and according to whom?\n\n"+
		"usage: demarc COMMAND [arguments]\n\n")
	for _, command := range commands() {
		fmt.Fprintf(w, "  %-8s %s\n", command.name, command.summary)
	}
	fmt.Fprint(w, "\ndemarc help COMMAND says more. Without -data the first bundled dataset\n"+
		"is used; bundled:ID names one: "+bundledNames()+".\n")
}

func printUsage(w io.Writer, command command, flags *flag.FlagSet) {
	fmt.Fprintf(w, "%s\n\n%s", command.summary, command.usageLine())
	blank := sync.OnceFunc(func() { fmt.Fprintln(w) }) // before the flags, if there are any
	flags.VisitAll(func(*flag.Flag) { blank() })
	flags.SetOutput(w)
	flags.PrintDefaults()
	fmt.Fprintf(w, "\nexample:\n  %s\n", command.example)
}

// stamp is the version for builds of what Go does not find the version of, an archive of the
// source: go build -ldflags "-X main.stamp=v1.2.3".
var stamp string

// version returns the version of the module, or of the commit that it was built from.
func version() string {
	if stamp != "" {
		return stamp
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	return cmp.Or(info.Main.Version, "(devel)")
}

// commitStamp is the commit, for builds that Go does not find it for, as stamp.
var commitStamp string

// commit returns the commit that the program was built from, with a note if files had been changed
// since.
func commit() string {
	found, changed := commitStamp, ""
	if info, ok := debug.ReadBuildInfo(); ok && found == "" {
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision":
				found = s.Value
			case s.Key == "vcs.modified" && s.Value == "true":
				changed = ", with changes"
			}
		}
	}
	return cmp.Or(found, "unknown") + changed
}

// isStamped tells whether all programs of a version are made from the same source.
func isStamped(version string) bool {
	return version != "unknown" && version != "(devel)" && !strings.HasSuffix(version, "+dirty")
}

// build names the program by its content if its version does not say what it is made from.
func build() (string, error) {
	if isStamped(version()) {
		return "", nil
	}
	return thisProgram()
}
