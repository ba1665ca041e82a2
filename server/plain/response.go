package plain

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"
)

// A response writes one answer after the other. An answer's header leaves with the first part of its
// body, in one write.
type response struct {
	conn   net.Conn
	method string
	header http.Header
	status int          // 0: nothing was answered yet
	out    bytes.Buffer // the header, until it is sent
	left   int64        // how much of the body is not yet sent
	err    error
}

func (r *response) begin(method string) {
	r.method, r.status, r.err = method, 0, nil
	r.header = make(http.Header, 16)
	r.out.Reset()
}

// Header returns the header, which counts until the first write.
func (r *response) Header() http.Header { return r.header }

// WriteHeader begins the answer. One that does not say how long it is ends with the connection.
func (r *response) WriteHeader(status int) {
	if r.status != 0 || status < http.StatusOK {
		return
	}
	r.status, r.left = status, 0
	if status != http.StatusNotModified && status != http.StatusNoContent {
		var err error
		if r.left, err = strconv.ParseInt(r.header.Get("Content-Length"), 10, 64); err != nil {
			r.header.Set("Connection", "close")
			r.left = -1
		}
	}
	fmt.Fprintf(&r.out, "HTTP/1.1 %d %s\r\nDate: ", status, http.StatusText(status))
	r.out.Write(time.Now().UTC().AppendFormat(r.out.AvailableBuffer(), http.TimeFormat))
	r.out.WriteString("\r\n")
	r.header.Write(&r.out) // a Buffer takes everything
	r.out.WriteString("\r\n")
}

// Write sends a part of the body. The answer to a HEAD has none.
func (r *response) Write(body []byte) (int, error) {
	if r.status == 0 {
		r.WriteHeader(http.StatusOK)
	}
	switch {
	case r.err != nil:
		return 0, r.err
	case r.method == http.MethodHead:
		return len(body), nil
	case r.left >= 0 && int64(len(body)) > r.left:
		return 0, http.ErrContentLength
	case r.left > 0:
		r.left -= int64(len(body))
	}
	return len(body), r.send(body)
}

// send sends the header, if it is still to be sent, and a part of the body.
func (r *response) send(body []byte) error {
	parts := net.Buffers{body}
	if r.out.Len() > 0 {
		parts = net.Buffers{r.out.Bytes(), body}
	}
	_, r.err = parts.WriteTo(r.conn)
	r.out.Reset()
	return r.err
}

// end sends what is left of the answer, and reports whether another may follow on the connection.
func (r *response) end() bool {
	if r.status == 0 {
		r.WriteHeader(http.StatusOK)
	}
	if r.out.Len() > 0 && r.send(nil) != nil {
		return false
	}
	return r.err == nil && (r.left == 0 || r.left > 0 && r.method == http.MethodHead)
}
