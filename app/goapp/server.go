//go:build js

// Package app is what go-app's client names of its server. In the WebAssembly it stands in for the
// files of the server, which bring net/http with them and which no browser runs; see the Makefile.
package app

// Handler is the server's. The client only names it.
type Handler struct{}

// isRemoteLocation and isStaticResourcePath let paths to assets be as they are written: the page,
// not go-app, knows where the site stands.
func isRemoteLocation(string) bool     { return true }
func isStaticResourcePath(string) bool { return false }
