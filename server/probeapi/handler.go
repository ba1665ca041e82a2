package probeapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"mime"
	"net/http"
	"strconv"
	"time"

	"portlab/sim/scenario"
)

// MaxBody is how long a scenario may be, in bytes.
const MaxBody = 64 << 10

// Options say what the handler runs and how much of it. A zero number means the default.
type Options struct {
	// Runner runs the scenarios; nil: there is none, for the reason in Off.
	Runner Runner
	Off    string
	// AtOnce is how many runs may be under way (default 4).
	AtOnce int
	// Burst is how many runs may begin together, and Every how long until the next may after that
	// (defaults: 20, one second).
	Burst int
	Every time.Duration
}

// New returns the handler of /api/probe and /api/host.
func New(o Options) http.Handler {
	h := &handler{
		runner: o.Runner, off: o.Off,
		runs: make(chan struct{}, orDefault(o.AtOnce, 4)),
		rate: newBucket(orDefault(o.Burst, 20), orDefault(o.Every, time.Second)),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/probe", h.probe)
	mux.HandleFunc("GET /api/host", h.host)
	return mux
}

func orDefault[T int | time.Duration](value, otherwise T) T {
	if value == 0 {
		return otherwise
	}
	return value
}

type handler struct {
	runner Runner
	off    string
	runs   chan struct{} // holds an element for each run under way
	rate   *bucket
}

// host says whether a page may run scenarios here.
func (h *handler) host(w http.ResponseWriter, req *http.Request) {
	reason := refusal(req)
	if reason == "" {
		reason = h.unavailable()
	}
	if reason != "" {
		reply(w, http.StatusOK, struct {
			Probe  bool   `json:"probe"`
			Reason string `json:"reason"`
		}{false, reason})
		return
	}
	reply(w, http.StatusOK, struct {
		Probe   bool   `json:"probe"`
		Release string `json:"release"`
	}{true, h.runner.Release()})
}

// unavailable says why there is no probe: "" where there is one.
func (h *handler) unavailable() string {
	if h.runner == nil {
		return h.off
	}
	if err := h.runner.Available(); err != nil {
		return err.Error()
	}
	return ""
}

// probe runs the scenario in the request's body.
func (h *handler) probe(w http.ResponseWriter, req *http.Request) {
	if p := h.admit(w, req); p != nil {
		p.write(w)
		return
	}
	text, p := read(w, req)
	if p != nil {
		p.write(w)
		return
	}
	select {
	case h.runs <- struct{}{}:
		defer func() { <-h.runs }()
	default:
		problem{http.StatusTooManyRequests, fault{Message: fmt.Sprintf(
			"%d runs are under way on this host, which is its limit; wait until one has ended.", cap(h.runs))}}.write(w)
		return
	}
	newStream(w).run(req.Context(), h.runner, text)
}

// admit says why a request is not served, without reading its body: nil where it is.
func (h *handler) admit(w http.ResponseWriter, req *http.Request) *problem {
	if reason := refusal(req); reason != "" {
		return &problem{http.StatusForbidden, fault{Message: reason}}
	}
	if h.runner == nil {
		return &problem{http.StatusServiceUnavailable, fault{Message: h.off}}
	}
	if kind, _, err := mime.ParseMediaType(req.Header.Get("Content-Type")); err != nil || kind != "text/plain" {
		return &problem{http.StatusUnsupportedMediaType, fault{Message: "Send the scenario's text with Content-Type: text/plain."}}
	}
	if wait := h.rate.take(time.Now()); wait > 0 {
		seconds := int(math.Ceil(wait.Seconds()))
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
		return &problem{http.StatusTooManyRequests, fault{Message: fmt.Sprintf(
			"Too many runs on this host in a short time; try again in %d s.", seconds)}}
	}
	return nil
}

// read reads and parses the scenario.
func read(w http.ResponseWriter, req *http.Request) (*scenario.Scenario, *problem) {
	src, err := io.ReadAll(http.MaxBytesReader(w, req.Body, MaxBody))
	endlessly(w)
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		return nil, &problem{http.StatusRequestEntityTooLarge, fault{Message: fmt.Sprintf(
			"The scenario is longer than %d bytes, the limit for a run on this host.", MaxBody)}}
	}
	if err != nil {
		return nil, &problem{http.StatusBadRequest, fault{Message: "The scenario did not arrive: " + err.Error()}}
	}
	text, err := scenario.Parse("", string(src))
	if err != nil {
		return nil, &problem{http.StatusBadRequest, faultOf(err, 0)}
	}
	return text, nil
}

// endlessly lifts the server's limit on how long a request may take to arrive, which would end a run
// that takes longer: what is read from now on is only whether the client is still there.
func endlessly(w http.ResponseWriter) {
	// A writer without deadlines, as in tests, has no limit to lift.
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
}

// A problem is an answer that is no run.
type problem struct {
	status int
	fault  fault
}

func (p problem) write(w http.ResponseWriter) { reply(w, p.status, p.fault) }

func reply(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// A client that does not read its answer is gone; there is nobody to tell.
	_ = json.NewEncoder(w).Encode(v)
}
