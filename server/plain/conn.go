package plain

import (
	"bufio"
	"bytes"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// How long a client may take: for its first request, between two, for taking an answer.
const (
	headerTime = 10 * time.Second
	idleTime   = 2 * time.Minute
	answerTime = 5 * time.Minute // the WebAssembly on the slowest line
)

var noDeadline time.Time

// A conn is a connection, of which something may have been read already.
type conn struct {
	net.Conn
	in     *bufio.Reader
	remote string
	idle   atomic.Bool // it waits for a request, so it may be ended

	head     bytes.Reader  // the header of a request,
	parser   *bufio.Reader // as ReadRequest wants it
	response response
}

func newConn(inner net.Conn) *conn {
	c := &conn{Conn: inner, in: bufio.NewReader(inner), remote: inner.RemoteAddr().String()}
	c.parser = bufio.NewReader(&c.head)
	c.response.conn = inner
	return c
}

// Read returns first what was read but not answered.
func (c *conn) Read(p []byte) (int, error) { return c.in.Read(p) }

// await waits until something of a request is there, and reports whether it came. The listener, once it is
// closing, ends those that are idle: one that becomes idle later sees that it does.
func (c *conn) await(patience time.Duration, closing *atomic.Bool) bool {
	c.idle.Store(true)
	if closing.Load() || c.SetReadDeadline(time.Now().Add(patience)) != nil {
		return false
	}
	_, err := c.in.Peek(1)
	return c.idle.Swap(false) && err == nil
}

// endIdle closes the connection if it waits for a request.
func (c *conn) endIdle() {
	if c.idle.Swap(false) {
		c.Close() // an error says that it is closed already
	}
}

var endOfHeader = []byte("\r\n\r\n")

// next returns the next request, still unread, and its length. It returns nil where the request is not
// plain or not there as a whole.
func (c *conn) next() (req *http.Request, length int) {
	read, _ := c.in.Peek(c.in.Buffered()) // it is there
	end := bytes.Index(read, endOfHeader)
	if end < 0 || !bytes.HasPrefix(read, []byte("GET /")) && !bytes.HasPrefix(read, []byte("HEAD /")) {
		return nil, 0
	}
	length = end + len(endOfHeader)
	c.head.Reset(read[:length])
	c.parser.Reset(&c.head)
	req, err := http.ReadRequest(c.parser)
	if err != nil || !isPlain(req) {
		return nil, 0
	}
	req.RemoteAddr = c.remote
	return req, length
}

// isPlain reports whether a request asks for nothing but an answer.
func isPlain(req *http.Request) bool {
	keep := req.Header.Get("Connection")
	return req.ProtoMajor == 1 && req.ProtoMinor == 1 && req.Host != "" &&
		req.ContentLength == 0 && len(req.TransferEncoding) == 0 &&
		(keep == "" || strings.EqualFold(keep, "keep-alive")) &&
		req.Header.Get("Upgrade") == "" && req.Header.Get("Expect") == ""
}

// answer lets the handler answer, and reports whether the connection is good for another request.
func (c *conn) answer(handler http.Handler, req *http.Request) (goesOn bool) {
	defer func() {
		if failed := recover(); failed != nil && failed != http.ErrAbortHandler {
			panic(failed)
		}
	}()
	if c.SetWriteDeadline(time.Now().Add(answerTime)) != nil {
		return false
	}
	c.response.begin(req.Method)
	handler.ServeHTTP(&c.response, req)
	return c.response.end()
}
