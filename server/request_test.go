package server

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"

	"portlab/server/asset"
)

// A requestCase is one case of a file of requests: what to ask and what to check.
type requestCase struct {
	name   string
	lines  []string
	source string // file:line
}

// readRequests reads a file of cases, which empty lines divide; lines from # are comments.
func readRequests(t *testing.T, file string) []requestCase {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var cases []requestCase
	var current requestCase
	scanner := bufio.NewScanner(f)
	for n := 1; ; n++ {
		more := scanner.Scan()
		line := scanner.Text()
		switch {
		case strings.HasPrefix(line, "#"):
		case line != "":
			if current.lines == nil {
				current.name, current.source = line, path.Base(file)+":"+strconv.Itoa(n)
			}
			current.lines = append(current.lines, line)
		case current.lines != nil:
			cases = append(cases, current)
			current = requestCase{}
		}
		if !more {
			return cases
		}
	}
}

// run makes the request and checks the answer.
func (c requestCase) run(t *testing.T, handler http.Handler) {
	method, target, _ := strings.Cut(c.lines[0], " ")
	req := httptest.NewRequest(method, assetAddress(target), nil)
	rest := c.lines[1:]
	for len(rest) > 0 {
		name, value, found := strings.Cut(rest[0], ": ")
		if !found || strings.Contains(name, " ") {
			break
		}
		req.Header.Set(name, value)
		rest = rest[1:]
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, req)
	for _, line := range rest {
		if got, ok := check(w, line); !ok {
			t.Errorf("%s: %s\nfailed: %s\ngot: %s", c.source, c.lines[0], line, got)
		}
	}
}

// assetAddress resolves "ASSET(site.css)" to where fakeDist has it.
func assetAddress(target string) string {
	base, name, found := strings.Cut(target, "ASSET(")
	if !found {
		return target
	}
	return base + assetOf(strings.TrimSuffix(name, ")"))
}

// assetOf returns where fakeDist has an asset.
func assetOf(name string) string { return "/assets/" + asset.HashedName(name, []byte(name)) }

// check returns what the line is about and whether the line holds of it.
func check(w *httptest.ResponseRecorder, line string) (got string, ok bool) {
	what, rest, _ := strings.Cut(line, " ")
	switch what {
	case "code":
		got = strconv.Itoa(w.Code)
	case "body":
		got = w.Body.String()
	case "header":
		var name string
		name, rest, _ = strings.Cut(rest, " ")
		got = w.Header().Get(name)
	default:
		return "a check that begins with neither code, body nor header", false
	}
	op, want, _ := strings.Cut(rest, " ")
	switch op {
	case "==":
		return got, got == want
	case "contains":
		return got, strings.Contains(got, want)
	case "!contains":
		return got, !strings.Contains(got, want)
	}
	return "a check with neither ==, contains nor !contains", false
}
