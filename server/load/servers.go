package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"
)

// A server is one of the two that are compared.
type server struct{ name, url string }

// nginxConfig is set up as nginx's manual advises for static files, and to log no requests, as portlab is
// told. Debian's nginx has no module to choose among encodings: it serves brotli files, to which come the
// headers that portlab sends.
const nginxConfig = `
worker_processes auto;
daemon off;
pid %[1]s/nginx.pid;
error_log %[1]s/nginx.log;
events { worker_connections 1024; }
http {
	access_log off;
	sendfile on;
	tcp_nopush on;
	open_file_cache max=1000;
	keepalive_requests 1000000000;
	client_body_temp_path %[1]s/body;
	proxy_temp_path %[1]s/proxy;
	fastcgi_temp_path %[1]s/fastcgi;
	uwsgi_temp_path %[1]s/uwsgi;
	scgi_temp_path %[1]s/scgi;
	server {
		listen %[2]s;
		root %[1]s;
%[3]s	}
}
`

// location is where nginx answers with one file.
const location = `		location = /%s { default_type "%s"; try_files /%s =404;%s }
`

// own are the headers that nginx makes itself.
var own = []string{"Content-Length", "Content-Type", "Date", "Etag"}

// nginxLocations lets nginx answer for the files.
func nginxLocations(files []file) string {
	var out strings.Builder
	for _, f := range files {
		var headers strings.Builder
		for _, name := range slices.Sorted(maps.Keys(f.header)) {
			if !slices.Contains(own, name) {
				fmt.Fprintf(&headers, ` add_header %s "%s";`, name, f.header.Get(name))
			}
		}
		fmt.Fprintf(&out, location, f.path, f.header.Get("Content-Type"), f.name(), headers.String())
	}
	return out.String()
}

// start starts portlab, and nginx with copies in dir of what portlab serves. It returns nginx and
// portlab, what both serve, and what ends them.
func start(program, dir string) (servers []server, files []file, stop func(), err error) {
	var running []*exec.Cmd
	stop = func() {
		for _, cmd := range running {
			cmd.Process.Signal(syscall.SIGTERM) // an error means that it has ended
			cmd.Wait()
		}
	}
	run := func(name, addr string, cmd *exec.Cmd) (server, error) {
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			return server{}, err
		}
		running = append(running, cmd)
		if err := answers(addr); err != nil {
			return server{}, fmt.Errorf("%s: %w", name, err)
		}
		return server{name, "http://" + addr + "/"}, nil
	}
	addr, err := freeAddr()
	if err != nil {
		return nil, nil, stop, err
	}
	portlab, err := run("portlab", addr, exec.Command(program, "serve", "--addr", addr, "--probe=off", "--log-level=warn"))
	if err != nil {
		return nil, nil, stop, err
	}
	if files, err = copied(portlab, dir); err != nil {
		return nil, nil, stop, err
	}
	if addr, err = freeAddr(); err != nil {
		return nil, nil, stop, err
	}
	config := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, nginxConfig, dir, addr, nginxLocations(files)), 0o600); err != nil {
		return nil, nil, stop, err
	}
	if err := os.Chmod(dir, 0o755); err != nil { // nginx's workers are another user
		return nil, nil, stop, err
	}
	nginx, err := run("nginx", addr, exec.Command("nginx", "-e", filepath.Join(dir, "nginx.log"), "-c", config))
	return []server{nginx, portlab}, files, stop, err
}

// freeAddr returns a loopback address at which nobody listens.
func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// answers waits until somebody listens.
func answers(addr string) (err error) {
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var c net.Conn
		if c, err = net.Dial("tcp", addr); err == nil {
			return c.Close()
		}
	}
	return err
}

// A file is what both servers answer with at a path, and the header that portlab sends with it.
type file struct {
	path   string
	header http.Header
}

// name is the file's name below the folder that nginx serves.
func (f file) name() string {
	if strings.HasSuffix(f.path, "/") {
		return f.path + "index.html.br"
	}
	return f.path + ".br"
}

// wasmPath is where the page says that the WebAssembly is.
var wasmPath = regexp.MustCompile(`data-wasm="(?:\.\./)+([^"]+)"`)

// copied copies from a server what is asked for, as it is sent, for nginx to serve the same bytes: the
// page and the WebAssembly.
func copied(s server, dir string) (files []file, err error) {
	page, _, err := get(s.url+pagePath, "")
	if err != nil {
		return nil, err
	}
	wasm := wasmPath.FindSubmatch(page)
	if wasm == nil {
		return nil, fmt.Errorf("%s names no WebAssembly", s.url+pagePath)
	}
	for _, path := range []string{pagePath, string(wasm[1])} {
		body, header, err := get(s.url+path, "br")
		if err != nil {
			return nil, err
		}
		f := file{path, header}
		name := filepath.Join(dir, f.name())
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, body, 0o644)); err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// get returns the body that an address answers with in a coding, "" for none, and the header.
func get(url, coding string) ([]byte, http.Header, error) {
	req, err := http.NewRequest("GET", url, nil)
	if err != nil {
		return nil, nil, err
	}
	req.Header.Set("Accept-Encoding", coding)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && (resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Encoding") != coding) {
		err = fmt.Errorf("%s: %s in %q, expected 200 in %q", url, resp.Status, resp.Header.Get("Content-Encoding"), coding)
	}
	return body, resp.Header, err
}

// sameAnswer makes sure that both servers answer with the same bytes and headers.
func sameAnswer(servers []server, path string) error {
	var bodies [][]byte
	var headers []http.Header
	for _, s := range servers {
		body, header, err := get(s.url+path, "br")
		if err != nil {
			return err
		}
		bodies, headers = append(bodies, body), append(headers, header)
	}
	if !bytes.Equal(bodies[0], bodies[1]) {
		return fmt.Errorf("%s: %s sends %d bytes, %s sends %d that differ", path, servers[0].name, len(bodies[0]), servers[1].name, len(bodies[1]))
	}
	for name := range headers[1] {
		if !slices.Contains(own, name) && headers[0].Get(name) != headers[1].Get(name) {
			return fmt.Errorf("%s: %s says %s: %q, %s %q", path, servers[0].name, name, headers[0].Get(name), servers[1].name, headers[1].Get(name))
		}
	}
	return nil
}
