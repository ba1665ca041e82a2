package ui

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// apiURL returns the address of a service of the server that the page came from; the page says
// where the site begins.
func apiURL(name string) string { return data(document().Get("body"), "base") + "api/" + name }

// A hostLink runs one scenario on the server. Its zero value is idle.
type hostLink struct {
	abort app.Value // the run's AbortController, nil while there is none
}

// askHost finds out whether the server can run scenarios and says so to done.
func askHost(done func(player.HostKnown)) {
	none := func() { done(player.HostKnown{}) }
	fetch(apiURL("host"), nil, func(response app.Value) {
		if !response.Get("ok").Bool() {
			none()
			return
		}
		then(response.Call("text"), func(text app.Value) {
			var known player.HostKnown
			if json.Unmarshal([]byte(text.String()), &known) != nil {
				none()
				return
			}
			done(known)
		}, func(app.Value) { none() })
	}, func(app.Value) { none() })
}

// run starts a run and sends what comes of it.
func (l *hostLink) run(cmd player.StartRun, send func(player.Msg)) {
	l.stop()
	l.abort = app.Window().Get("AbortController").New()
	closed := func(reason string) { send(player.HostClosed{Run: cmd.Run, Reason: reason}) }
	options := map[string]any{
		"method": "POST", "body": cmd.Text, "signal": l.abort.Get("signal"),
		"headers": map[string]any{"Content-Type": "text/plain; charset=utf-8"},
	}
	fetch(apiURL("probe"), options, func(response app.Value) {
		if !response.Get("ok").Bool() {
			then(response.Call("text"), func(text app.Value) { closed(text.String()) }, func(app.Value) { closed("") })
			return
		}
		readStream(response, func(events []player.HostEvent) {
			send(player.HostCame{Run: cmd.Run, Events: events})
		}, func() { closed("") })
	}, func(app.Value) { closed("") })
}

// stop gives up the run under way; the server ends it when the connection closes.
func (l *hostLink) stop() {
	if l.abort != nil {
		l.abort.Call("abort")
		l.abort = nil
	}
}

// readStream reads server-sent events from a response until its end.
func readStream(response app.Value, came func([]player.HostEvent), ended func()) {
	reader := response.Get("body").Call("getReader")
	decoder := app.Window().Get("TextDecoder").New()
	var events player.EventReader
	var next func()
	next = func() {
		then(reader.Call("read"), func(part app.Value) {
			if part.Get("done").Bool() {
				ended()
				return
			}
			text := decoder.Call("decode", part.Get("value"), map[string]any{"stream": true}).String()
			if list := events.Read(text); len(list) > 0 {
				came(list)
			}
			next()
		}, func(app.Value) { ended() })
	}
	next()
}

func fetch(url string, options map[string]any, ok, failed func(app.Value)) {
	args := []any{url}
	if options != nil {
		args = append(args, options)
	}
	then(app.Window().Call("fetch", args...), ok, failed)
}

// then waits for a promise and calls one of the functions.
func then(promise app.Value, ok, failed func(app.Value)) {
	var onOK, onFailed app.Func
	settle := func(f func(app.Value)) func(app.Value, []app.Value) any {
		return func(_ app.Value, args []app.Value) any {
			onOK.Release()
			onFailed.Release()
			f(args[0])
			return nil
		}
	}
	onOK, onFailed = app.FuncOf(settle(ok)), app.FuncOf(settle(failed))
	promise.Call("then", onOK, onFailed)
}
