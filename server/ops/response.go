package ops

import "net/http"

// A response counts what is written through it.
type response struct {
	http.ResponseWriter
	status int // 0: nothing was written yet
	bytes  int // of the body
}

// WriteHeader keeps the first status; those before the answer itself (1xx) do not count.
func (r *response) WriteHeader(status int) {
	if r.status == 0 && status >= http.StatusOK {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes that were taken.
func (r *response) Write(body []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(body)
	r.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach what it needs.
func (r *response) Unwrap() http.ResponseWriter { return r.ResponseWriter }
