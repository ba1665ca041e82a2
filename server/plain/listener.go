package plain

import (
	"context"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
)

// A Listener answers the plain requests of its connections. It accepts for others, as a net.Listener, the
// connections that ask for more.
type Listener struct {
	net.Listener
	handler http.Handler
	holds   func(path string) bool
	passed  chan accepted
	closed  chan struct{}

	closing atomic.Bool
	mu      sync.Mutex
	conns   map[*conn]struct{}
	answers sync.WaitGroup // ends when no connection is left
}

// accepted is what an Accept returns.
type accepted struct {
	conn net.Conn
	err  error
}

// Listen answers, with the handler, plain requests for the paths that holds reports. There the handler
// answers at once, with a Content-Length.
func Listen(inner net.Listener, handler http.Handler, holds func(path string) bool) *Listener {
	l := &Listener{
		Listener: inner, handler: handler, holds: holds,
		passed: make(chan accepted), closed: make(chan struct{}), conns: map[*conn]struct{}{},
	}
	go l.acceptAll()
	return l
}

// acceptAll serves the connections of the inner listener. Its errors are told to who calls Accept, which
// decides how long to wait before the next.
func (l *Listener) acceptAll() {
	for {
		inner, err := l.Listener.Accept()
		if err != nil {
			if !l.pass(nil, err) {
				return
			}
			continue
		}
		if c := newConn(inner); l.add(c) {
			go l.serve(c)
		} else {
			inner.Close()
		}
	}
}

// Accept returns a connection whose next request is not plain.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case a := <-l.passed:
		return a.conn, a.err
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// pass gives a connection, or an error, to who calls Accept. It reports whether there is one who does.
func (l *Listener) pass(c net.Conn, err error) bool {
	select {
	case l.passed <- accepted{c, err}:
		return true
	case <-l.closed:
		return false
	}
}

// Close ends the listening, and the connections that wait for a request. Answers under way go on. Closing
// again does nothing, as both Shutdown and http.Server close.
func (l *Listener) Close() error {
	if l.closing.Swap(true) {
		return nil
	}
	close(l.closed)
	err := l.Listener.Close()
	l.each(func(c *conn) { c.endIdle() })
	return err
}

// Shutdown closes the listener and waits until the last answer has ended. Once the context ends it ends
// those that are left, and returns the context's error.
func (l *Listener) Shutdown(ctx context.Context) error {
	err := l.Close()
	ended := make(chan struct{})
	go func() {
		l.answers.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return err
	case <-ctx.Done():
	}
	l.each(func(c *conn) { c.Close() })
	<-ended
	return ctx.Err()
}

func (l *Listener) add(c *conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closing.Load() {
		return false
	}
	l.conns[c] = struct{}{}
	l.answers.Add(1)
	return true
}

func (l *Listener) remove(c *conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.conns, c)
	l.answers.Done()
}

func (l *Listener) each(do func(*conn)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.conns {
		do(c)
	}
}

// serve answers the requests of a connection as long as they are plain.
func (l *Listener) serve(c *conn) {
	defer l.remove(c)
	for patience := headerTime; c.await(patience, &l.closing); patience = idleTime {
		req, length := c.next()
		if req == nil || !l.holds(req.URL.Path) {
			if c.SetDeadline(noDeadline) != nil || !l.pass(c, nil) {
				break
			}
			return
		}
		c.in.Discard(length) // it is there
		if !c.answer(l.handler, req) {
			break
		}
	}
	c.Close() // an error says that it is closed already
}
