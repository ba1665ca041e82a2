package probeapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"portlab/sim/scenario"
	"portlab/sim/trace"
)

// A stream writes a run as server-sent events, each as it comes. It is the run's Observer.
type stream struct {
	w     http.ResponseWriter
	conn  *http.ResponseController
	line  int // under way
	steps int // calls made
	ok    bool
	err   error // of writing: the client is gone
}

func newStream(w http.ResponseWriter) *stream {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	return &stream{w: w, conn: http.NewResponseController(w), ok: true}
}

// run runs the scenario to its end, or until the client goes away.
func (s *stream) run(ctx context.Context, r Runner, text *scenario.Scenario) {
	start := time.Now()
	if err := r.Run(ctx, text, s); err != nil {
		s.object("error", faultOf(because(ctx, err), s.line))
		return
	}
	s.object("end", struct {
		OK      bool    `json:"ok"`
		Steps   int     `json:"steps"`
		Seconds float64 `json:"seconds"`
	}{s.ok, s.steps, seconds(time.Since(start))})
}

// because returns the reason why ctx was cancelled where err says only that it was.
func because(ctx context.Context, err error) error {
	if errors.Is(err, context.Canceled) {
		return context.Cause(ctx)
	}
	return err
}

// Opened writes the event host.
func (s *stream) Opened(release string, sysctls map[string]string) error {
	return s.object("host", struct {
		Release string            `json:"release"`
		Sysctls map[string]string `json:"sysctls"`
	}{release, sysctls})
}

// At keeps the line for the events that name it.
func (s *stream) At(line int) { s.line = line }

// Happened writes an event step.
func (s *stream) Happened(e trace.Event) error {
	if e.State != trace.Resumed && !e.Missing {
		s.steps++
	}
	if e.Claim != nil && !e.OK {
		s.ok = false
	}
	return s.write("step", trace.JSON(&e))
}

// Waited writes an event wait. That the client is gone the next event, or the context, will tell.
func (s *stream) Waited(total, elapsed time.Duration) {
	_ = s.object("wait", struct {
		Line    int     `json:"line"`
		Seconds float64 `json:"seconds"`
		Elapsed float64 `json:"elapsed"`
	}{s.line, seconds(total), seconds(elapsed)})
}

// seconds are what a page shows: to the millisecond.
func seconds(d time.Duration) float64 { return float64(d.Milliseconds()) / 1000 }

func (s *stream) object(event string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return s.write(event, data)
}

// eventTime is how long a client may take to accept one event.
const eventTime = 30 * time.Second

// write sends one event, whose data is one line.
func (s *stream) write(event string, data []byte) error {
	// A writer without deadlines, as in tests, takes each event at once.
	_ = s.conn.SetWriteDeadline(time.Now().Add(eventTime))
	if s.err == nil {
		_, s.err = fmt.Fprintf(s.w, "event: %s\ndata: %s\n\n", event, data)
	}
	if s.err == nil {
		s.err = s.conn.Flush()
	}
	return s.err
}
