// Package probeapi is the probe over HTTP, for the pages of the server that it is part of.
//
//	GET /api/host    {"probe":true,"release":"6.18.44"}, or {"probe":false,"reason":"..."}
//	POST /api/probe  the text of a scenario, as text/plain; answers server-sent events
//
// The events, in order, each with one JSON object:
//
//	host   {"release":"6.18.44","sysctls":{"net.ipv4.tcp_fin_timeout":"60",...}}
//	step   what trace.JSON writes of one trace.Event
//	wait   {"line":12,"seconds":65,"elapsed":3}, about once a second while time passes
//	error  {"message":"...","line":12,"col":1}; line and col are absent where there is no such place
//	end    {"ok":true,"steps":13,"seconds":65.1}
//
// A run ends with either error or end. What is refused before it begins is answered with a status
// and the object of error.
//
// A page of another site must not run scenarios here, be it by a form, by a host name that it
// points to a loopback address (DNS rebinding), or by showing our pages in a frame; guard.go tells.
package probeapi
