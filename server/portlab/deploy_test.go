package main

import (
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"portlab/content"
	"portlab/content/lesson"
)

// deployed is the folder of the files that an operator starts from.
const deployed = "../deploy/"

// parsed returns what portlab serve makes of the arguments and the environment of a file.
func parsed(t *testing.T, args []string, env map[string]string) *serveCmd {
	t.Helper()
	known := serveVariables(t)
	for _, name := range known {
		t.Setenv(name, "")
		os.Unsetenv(name)
	}
	for name, value := range env {
		if !slices.Contains(known, name) {
			t.Errorf("portlab serve reads no %s, but %q", name, known)
		}
		t.Setenv(name, value)
	}
	var cli commands
	parser := kong.Must(&cli, kong.Writers(io.Discard, io.Discard))
	command, err := parser.Parse(args)
	if err != nil {
		t.Fatalf("portlab %q: %v", args, err)
	}
	if command.Command() != "serve" {
		t.Fatalf("portlab %q is the command %s, want serve", args, command.Command())
	}
	return &cli.Serve
}

// serveVariables returns the variables of the environment that portlab serve reads.
func serveVariables(t *testing.T) (names []string) {
	t.Helper()
	for _, node := range kong.Must(new(commands)).Model.Leaves(false) {
		if node.Name != "serve" {
			continue
		}
		for _, flag := range node.Flags {
			names = append(names, flag.Envs...)
		}
	}
	if !slices.Contains(names, "PORTLAB_ADDR") {
		t.Fatalf("portlab serve reads %q, want PORTLAB_ADDR among them", names)
	}
	return names
}

func readDeployed(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(deployed + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// checkEnding makes sure that who starts the server gives it the time that it takes to end.
func checkEnding(t *testing.T, c *serveCmd, patience time.Duration) {
	t.Helper()
	if c.DrainDelay+c.Grace >= patience {
		t.Errorf("it is killed after %v, but may take %v and %v to end", patience, c.DrainDelay, c.Grace)
	}
}

func TestDockerfile(t *testing.T) {
	text := strings.ReplaceAll(readDeployed(t, "Dockerfile"), "\\\n", " ")
	last := text[strings.LastIndex(text, "FROM"):]
	env := map[string]string{}
	for _, pair := range regexp.MustCompile(`(PORTLAB_\w+)=(\S+)`).FindAllStringSubmatch(last, -1) {
		env[pair[1]] = pair[2]
	}
	instruction := func(name string) string {
		match := regexp.MustCompile(`(?m)^` + name + ` (.+)$`).FindStringSubmatch(last)
		if match == nil {
			t.Fatalf("the last stage has no %s", name)
		}
		return match[1]
	}
	c := parsed(t, strings.Fields(strings.Trim(instruction("CMD"), `["]`)), env)
	if want := "0.0.0.0:" + instruction("EXPOSE"); c.Addr != want {
		t.Errorf("the server listens on %s, want %s", c.Addr, want)
	}
	if got := instruction("COPY"); !strings.HasSuffix(got, " "+strings.Trim(instruction("ENTRYPOINT"), `["]`)) {
		t.Errorf("the entry point is %s, but what is copied is %s", instruction("ENTRYPOINT"), got)
	}
	if user := instruction("USER"); strings.HasPrefix(user, "0") || !regexp.MustCompile(`^\d+:\d+$`).MatchString(user) {
		t.Errorf("it runs as %s, want a number that is not root's", user)
	}
	target := regexp.MustCompile(`(?m)^RUN make (\S+)$`).FindStringSubmatch(text)
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil || target == nil || !strings.Contains(string(makefile), "\n"+target[1]+":") {
		t.Errorf("the Makefile has no target %q (%v)", target, err)
	}
}

func TestSystemdUnit(t *testing.T) {
	text := readDeployed(t, "portlab.service")
	setting := func(name string) (values []string) {
		for _, match := range regexp.MustCompile(`(?m)^`+name+`=(.*)$`).FindAllStringSubmatch(text, -1) {
			values = append(values, match[1])
		}
		return values
	}
	env := map[string]string{}
	for _, pair := range setting("Environment") {
		name, value, _ := strings.Cut(pair, "=")
		env[name] = value
	}
	command := strings.Fields(setting("ExecStart")[0])
	c := parsed(t, command[1:], env)
	if c.Probe != "off" {
		t.Errorf("the probe is %s, but the unit forbids the namespaces that it needs", c.Probe)
	}
	patience, err := time.ParseDuration(setting("TimeoutStopSec")[0] + "s")
	if err != nil {
		t.Fatal(err)
	}
	checkEnding(t, c, patience)
}

// TestOperatingPageNamesEverySetting compares the page with the command.
func TestOperatingPageNamesEverySetting(t *testing.T) {
	for _, lang := range lesson.Languages {
		text, err := content.Files.ReadFile("pages/operating." + lang + ".md")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range serveVariables(t) {
			flag := "--" + strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(name, "PORTLAB_")), "_", "-")
			if !strings.Contains(string(text), "| `"+flag+"`, `"+name+"` |") {
				t.Errorf("pages/operating.%s.md has no row for %s and %s", lang, flag, name)
			}
		}
	}
}
