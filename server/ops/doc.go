// Package ops is what an operator has of the server: its log, its metrics, whether it is alive and
// ready, and how it ends. It knows nothing of the site. No line of the log and no metric holds a
// visitor's address, what they asked for beyond the kind of address, or what they wrote.
package ops
