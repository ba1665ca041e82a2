package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"time"
)

// A server is one of the two that are compared.
type server struct{ name, url string }

// nginxConfig serves the brotli files of a site, of which nginx is told that they are that: Debian's has
// no module to choose them. It is set up as its manual advises for static files, and to log nothing.
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
		add_header Content-Encoding br;
		add_header Vary Accept-Encoding;
		location ~ \.wasm$ { default_type application/wasm; try_files $uri.br =404; }
		location / { default_type "text/html; charset=utf-8"; try_files ${uri}index.html.br =404; }
	}
}
`

// start starts nginx, with the files in dir, and portlab. It returns them in this order, and what ends them.
func start(program, dir string) (servers []server, stop func(), err error) {
	var running []*exec.Cmd
	stop = func() {
		for _, cmd := range running {
			cmd.Process.Signal(syscall.SIGTERM) // an error means that it has ended
			cmd.Wait()
		}
	}
	var addrs []string
	for range 2 {
		addr, err := freeAddr()
		if err != nil {
			return nil, stop, err
		}
		addrs = append(addrs, addr)
	}
	config := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, nginxConfig, dir, addrs[0]), 0o600); err != nil {
		return nil, stop, err
	}
	if err := os.Chmod(dir, 0o755); err != nil { // nginx's workers are another user
		return nil, stop, err
	}
	commands := []*exec.Cmd{
		exec.Command("nginx", "-e", filepath.Join(dir, "nginx.log"), "-c", config),
		exec.Command(program, "serve", "--addr", addrs[1], "--probe=off", "--log-level=warn"),
	}
	for i, name := range []string{"nginx", "portlab"} {
		commands[i].Stderr = os.Stderr
		if err := commands[i].Start(); err != nil {
			return nil, stop, err
		}
		running = append(running, commands[i])
		servers = append(servers, server{name, "http://" + addrs[i] + "/"})
		if err := answers(addrs[i]); err != nil {
			return nil, stop, fmt.Errorf("%s: %w", name, err)
		}
	}
	return servers, stop, nil
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

// wasmPath is where the page says that the WebAssembly is.
var wasmPath = regexp.MustCompile(`data-wasm="(?:\.\./)+([^"]+)"`)

// copied copies from a server what is asked for, as it is sent, for nginx to serve the same bytes. It
// returns the addresses: of the page and of the WebAssembly.
func copied(s server, dir string) ([]string, error) {
	page, err := get(s.url+pagePath, "")
	if err != nil {
		return nil, err
	}
	wasm := wasmPath.FindSubmatch(page)
	if wasm == nil {
		return nil, fmt.Errorf("%s names no WebAssembly", s.url+pagePath)
	}
	paths := []string{pagePath, string(wasm[1])}
	for path, file := range map[string]string{paths[0]: paths[0] + "index.html.br", paths[1]: paths[1] + ".br"} {
		body, err := get(s.url+path, "br")
		if err != nil {
			return nil, err
		}
		name := filepath.Join(dir, file)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, body, 0o644)); err != nil {
			return nil, err
		}
	}
	return paths, nil
}

// get returns the body that an address answers with in a coding, "" for none.
func get(url, coding string) ([]byte, error) {
	req, err := http.NewRequest("GET", url, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept-Encoding", coding)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && (resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Encoding") != coding) {
		err = fmt.Errorf("%s: %s in %q, expected 200 in %q", url, resp.Status, resp.Header.Get("Content-Encoding"), coding)
	}
	return body, err
}

// sameAnswer makes sure that both servers answer with the same bytes.
func sameAnswer(servers []server, path string) error {
	var first []byte
	for i, s := range servers {
		body, err := get(s.url+path, "br")
		if err != nil {
			return err
		}
		if i == 0 {
			first = body
		} else if !bytes.Equal(first, body) {
			return fmt.Errorf("%s: %s sends %d bytes, %s sends %d that differ", path, servers[0].name, len(first), s.name, len(body))
		}
	}
	return nil
}
