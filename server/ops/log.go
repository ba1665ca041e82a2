package ops

import (
	"io"
	"log/slog"
)

// Formats of the log.
const (
	LogText = "text" // key=value
	LogJSON = "json" // one object a line
)

// NewLog returns a log that writes lines of at least the level to w.
func NewLog(w io.Writer, format string, level slog.Level) *slog.Logger {
	o := &slog.HandlerOptions{Level: level}
	if format == LogJSON {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}
