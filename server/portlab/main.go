// Command portlab serves the site, and runs scenarios in the simulator and on this host's kernel.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	status := execute(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(status)
}

// Exit statuses.
const (
	exitOK       = 0 // every claim held
	exitMismatch = 1 // a claim did not hold, or the simulator and the host differ
	exitBad      = 2 // the input or the usage was wrong, or the command could not do its work
)

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// commands is the command line.
type commands struct {
	Serve   serveCmd   `cmd:"" help:"Serve the site and the probe."`
	Run     runCmd     `cmd:"" help:"Run a scenario in the simulator."`
	Probe   probeCmd   `cmd:"" help:"Run a scenario on this host's kernel, in namespaces of its own (Linux)."`
	Compare compareCmd `cmd:"" help:"Run a scenario in both, and say for each step whether they agree."`
	Site    siteCmd    `cmd:"" help:"Write the site as static files, for any web host."`
	Scorm   scormCmd   `cmd:"" help:"Write a lesson as a SCORM 1.2 package, for a learning system."`
	Lessons lessonsCmd `cmd:"" help:"For those who write lessons."`
}

const description = "Portlab shows what ports and sockets do: in a simulator of the kernel's socket table, and on this " +
	"host's own kernel. A scenario is a text of system calls, as strace writes them."

// execute carries out one command line and returns the exit status.
func execute(ctx context.Context, args []string, s streams) int {
	var cli commands
	status := -1
	parser, err := kong.New(&cli,
		kong.Name("portlab"),
		kong.Description(description),
		kong.Writers(s.out, s.err),
		kong.Exit(func(code int) { status = code }),
		kong.Help(helpWithExample),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
	)
	if err != nil {
		panic(err) // the commands above are wrong
	}
	command, err := parser.Parse(args)
	if status >= 0 { // help was printed
		return status
	}
	if err != nil {
		fmt.Fprintf(s.err, "portlab: %v\nportlab --help lists the commands.\n", err)
		return exitBad
	}
	command.BindTo(ctx, (*context.Context)(nil))
	return exitStatus(command.Run(s), s.err)
}

// errMismatch is what a command returns that did its work and found a difference, which it has
// printed.
var errMismatch = errors.New("a result differs")

func exitStatus(err error, stderr io.Writer) int {
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errMismatch):
		return exitMismatch
	}
	fmt.Fprintln(stderr, err)
	return exitBad
}

// examples are what each command's help ends with.
var examples = map[string]string{
	"":        "portlab serve",
	"serve":   "portlab serve --addr 0.0.0.0:8000 --metrics-addr 127.0.0.1:9100 --log-format=json",
	"run":     "portlab run --ss restart.strace",
	"probe":   "portlab probe --json restart.strace",
	"compare": "echo 'A socket(AF_INET, SOCK_STREAM, 0) = 3' | portlab compare -",
	"scorm":   "portlab scorm address-already-in-use -o restart.zip",
	"site":    "portlab site public --base https://example.org/ports/",
	"lessons": "portlab lessons check",
	"check":   "portlab lessons check content",
}

func helpWithExample(options kong.HelpOptions, ctx *kong.Context) error {
	if err := kong.DefaultHelpPrinter(options, ctx); err != nil {
		return err
	}
	name := ""
	if node := ctx.Selected(); node != nil {
		name = node.Name
	}
	_, err := fmt.Fprintf(ctx.Stdout, "\nExample:\n  %s\n", examples[name])
	return err
}
