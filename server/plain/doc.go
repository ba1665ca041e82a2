// Package plain answers plain requests: a GET or HEAD of HTTP/1.1, without a body, for what is at hand.
// net/http does for each request what only an answer that takes its time needs: a goroutine that notices
// that the client has gone, a context, five deadlines, a copy of the header, two or more writes. Pages and
// assets are most of what a server is asked for, and without all that they leave in half the time.
//
// It parses with net/http's own http.ReadRequest and answers with an http.Handler. A connection whose next
// request is anything else, or has not come as a whole, is passed on to net/http, with that request
// unread and for good. So whatever is odd, slow or wrong is net/http's to refuse.
package plain
