// Package server is the site: every page in each language, rendered when it starts, and the packed
// assets. The same site is served over HTTP (New) and written as static files (Site.Write).
package server
