package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"

	"portlab/server/probe"
)

func TestServeEndsWithItsContext(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- serve(ctx, listener, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { fmt.Fprint(w, "hello") }))
	}()
	resp, err := http.Get("http://" + listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); err != nil || string(body) != "hello" {
		t.Errorf("got %q, %v", body, err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("serve ended with %v", err)
	}
}

func TestProbeIsOffWhereOthersReachTheServer(t *testing.T) {
	everywhere := &net.TCPAddr{IP: net.IPv4zero, Port: 8000}
	loopback := &net.TCPAddr{IP: net.IPv6loopback, Port: 8000}
	if o := probeOptions("auto", everywhere); o.Runner != nil || o.Off == "" {
		t.Errorf("auto on 0.0.0.0: %+v", o)
	}
	if o := probeOptions("off", loopback); o.Runner != nil || o.Off == "" {
		t.Errorf("off: %+v", o)
	}
	available := probe.Available() == nil
	for mode, addr := range map[string]net.Addr{"auto": loopback, "on": everywhere} {
		if o := probeOptions(mode, addr); (o.Runner != nil) != available {
			t.Errorf("%s on %v: %+v, while the host can run scenarios: %v", mode, addr, o, available)
		}
	}
}
