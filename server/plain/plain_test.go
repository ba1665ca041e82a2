package plain

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// A front is a Listener under test, with net/http behind it.
type front struct {
	*Listener
	behind chan string // the requests that net/http answered
}

// serve answers with the handler for paths below /at/hand/; behind it everything is answered with "slow".
func serve(t *testing.T, handler http.HandlerFunc) *front {
	t.Helper()
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := Listen(inner, handler, func(path string) bool { return strings.HasPrefix(path, "/at/hand/") })
	f := &front{l, make(chan string, 16)}
	web := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		f.behind <- req.Method + " " + req.URL.Path
		io.Copy(io.Discard, req.Body)
		fmt.Fprint(w, "slow")
	})}
	go web.Serve(l)
	t.Cleanup(func() { web.Close() })
	return f
}

// page answers as the site does.
func page(w http.ResponseWriter, req *http.Request) {
	w.Header().Set("Content-Length", "5")
	if req.Header.Get("If-None-Match") != "" {
		w.Header().Del("Content-Length")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if req.Method != http.MethodHead {
		io.WriteString(w, "quick")
	}
}

// A client is one connection.
type client struct {
	t *testing.T
	net.Conn
	in *bufio.Reader
}

func (f *front) dial(t *testing.T) client {
	t.Helper()
	c, err := net.Dial("tcp", f.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return client{t, c, bufio.NewReader(c)}
}

func (c client) send(text string) {
	c.t.Helper()
	if _, err := io.WriteString(c, text); err != nil {
		c.t.Fatal(err)
	}
}

// receive returns the next answer, to a request of the method.
func (c client) receive(method string) (*http.Response, string) {
	c.t.Helper()
	resp, err := http.ReadResponse(c.in, &http.Request{Method: method})
	if err != nil {
		c.t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return resp, string(body)
}

func (c client) wantEnd() {
	c.t.Helper()
	if n, err := c.in.Read(make([]byte, 1)); err == nil {
		c.t.Errorf("the connection goes on with %d bytes", n)
	}
}

// TestPlainRequestsAreAnswered asks for several things on one connection, all at once.
func TestPlainRequestsAreAnswered(t *testing.T) {
	f := serve(t, page)
	c := f.dial(t)
	c.send("GET /at/hand/ HTTP/1.1\r\nHost: a\r\n\r\n" +
		"HEAD /at/hand/ HTTP/1.1\r\nHost: a\r\nConnection: Keep-Alive\r\n\r\n" +
		"GET /at/hand/ HTTP/1.1\r\nHost: a\r\nIf-None-Match: x\r\n\r\n" +
		"GET /at/%68and/x?q HTTP/1.1\r\nHost: a\r\n\r\n")
	for _, want := range []struct {
		method string
		status int
		body   string
	}{{"GET", 200, "quick"}, {"HEAD", 200, ""}, {"GET", 304, ""}, {"GET", 200, "quick"}} {
		resp, body := c.receive(want.method)
		if resp.StatusCode != want.status || body != want.body || resp.Close {
			t.Errorf("%s is answered with %d %q, the connection's end: %v; want %d %q", want.method, resp.StatusCode, body, resp.Close, want.status, want.body)
		}
		if _, err := http.ParseTime(resp.Header.Get("Date")); err != nil {
			t.Error(err)
		}
	}
}

// TestOtherRequestsArePassedOn sends, after a plain request, what is not one.
func TestOtherRequestsArePassedOn(t *testing.T) {
	for name, c := range map[string]struct {
		request string
		status  int
	}{
		"not at hand":     {"GET /elsewhere HTTP/1.1\r\nHost: a\r\n\r\n", 200},
		"another method":  {"DELETE /at/hand/ HTTP/1.1\r\nHost: a\r\n\r\n", 200},
		"a body":          {"GET /at/hand/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 200},
		"chunks":          {"GET /at/hand/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200},
		"two lengths":     {"GET /at/hand/ HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 3\r\n\r\n", 400},
		"a last request":  {"GET /at/hand/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 200},
		"an old version":  {"GET /at/hand/ HTTP/1.0\r\n\r\n", 200},
		"no host":         {"GET /at/hand/ HTTP/1.1\r\n\r\n", 400},
		"an upgrade":      {"GET /at/hand/ HTTP/1.1\r\nHost: a\r\nUpgrade: x\r\n\r\n", 200},
		"an expectation":  {"GET /at/hand/ HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\n\r\n", 417},
		"a whole address": {"GET http://a/at/hand/ HTTP/1.1\r\nHost: a\r\n\r\n", 200},
		"a space":         {"GET /at/hand/ HTTP/1.1\r\nHost : a\r\n\r\n", 400},
		"nonsense":        {"\x16\x03\x01\r\n\r\n", 400},
		"a long header":   {"GET /at/hand/ HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("x", 9000) + "\r\n\r\n", 200},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, page)
			conn := f.dial(t)
			conn.send("GET /at/hand/ HTTP/1.1\r\nHost: a\r\n\r\n" + c.request)
			if _, body := conn.receive("GET"); body != "quick" {
				t.Errorf("the first answer is %q", body)
			}
			if resp, body := conn.receive("GET"); resp.StatusCode != c.status || body == "quick" {
				t.Errorf("the second is %s %q, want net/http's %d", resp.Status, body, c.status)
			}
		})
	}
}

// TestPassedConnectionStaysWithNetHTTP sends a header in two parts, and then a plain request.
func TestPassedConnectionStaysWithNetHTTP(t *testing.T) {
	f := serve(t, page)
	c := f.dial(t)
	for _, half := range []string{"GET /at/hand/1 HTT", "P/1.1\r\nHost: a\r\n\r\n"} {
		c.send(half)
	}
	resp, _ := c.receive("GET")
	if resp.StatusCode != http.StatusOK {
		t.Errorf("a header in parts is answered with %s", resp.Status)
	}
}

// TestBrokenAnswersEndTheConnection lets handlers fail, or say too little.
func TestBrokenAnswersEndTheConnection(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"nothing said": func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "text") },
		"too short": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "9")
			io.WriteString(w, "text")
		},
		"broken off": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "9")
			io.WriteString(w, "text")
			panic(http.ErrAbortHandler)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := serve(t, handler).dial(t)
			c.send("GET /at/hand/ HTTP/1.1\r\nHost: a\r\n\r\nGET /at/hand/ HTTP/1.1\r\nHost: a\r\n\r\n")
			if all, _ := io.ReadAll(c.in); strings.Count(string(all), "HTTP/1.1 ") != 1 || !strings.HasSuffix(string(all), "\r\n\r\ntext") {
				t.Errorf("got %q, want one answer that ends with the connection", all)
			}
		})
	}
}

// TestTooMuchIsNotSent keeps the next answer apart from a body that is longer than was said.
func TestTooMuchIsNotSent(t *testing.T) {
	written := make(chan error, 1)
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "2")
		_, err := io.WriteString(w, "text")
		written <- err
	}).dial(t)
	c.send("GET /at/hand/ HTTP/1.1\r\nHost: a\r\n\r\n")
	if err := <-written; !errors.Is(err, http.ErrContentLength) {
		t.Errorf("the handler is told %v, want %v", err, http.ErrContentLength)
	}
}

// TestShutdown ends an idle connection at once, and one that is being answered after its answer.
func TestShutdown(t *testing.T) {
	began, goOn := make(chan struct{}), make(chan struct{})
	f := serve(t, func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Path == "/at/hand/long" {
			close(began)
			<-goOn
		}
		page(w, req)
	})
	idle, busy := f.dial(t), f.dial(t)
	idle.send("GET /at/hand/ HTTP/1.1\r\nHost: a\r\n\r\n")
	idle.receive("GET")
	busy.send("GET /at/hand/long HTTP/1.1\r\nHost: a\r\n\r\n")
	<-began
	ended := make(chan error, 1)
	go func() { ended <- f.Shutdown(context.Background()) }()
	idle.wantEnd()
	close(goOn)
	if _, body := busy.receive("GET"); body != "quick" {
		t.Errorf("the answer under way is %q", body)
	}
	busy.wantEnd()
	if err := <-ended; err != nil {
		t.Errorf("Shutdown: %v", err)
	}
}

// TestShutdownDoesNotWaitForEver has a client that takes nothing.
func TestShutdownDoesNotWaitForEver(t *testing.T) {
	began := make(chan struct{})
	f := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(64<<20))
		close(began)
		w.Write(make([]byte, 64<<20))
	})
	c := f.dial(t)
	c.send("GET /at/hand/ HTTP/1.1\r\nHost: a\r\n\r\n")
	<-began
	over, cancel := context.WithCancel(context.Background())
	cancel()
	if err := f.Shutdown(over); !errors.Is(err, context.Canceled) {
		t.Errorf("Shutdown: %v, want %v", err, context.Canceled)
	}
}
