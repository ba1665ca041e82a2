package server

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"portlab/server/asset"
)

// offlinePath is the page that stands in for one that was not kept.
const offlinePath = "offline/"

// kept is what worker.js is told of the site.
type kept struct {
	Version string   `json:"version"` // another whenever anything changes
	Assets  []string `json:"assets"`
	Pages   []string `json:"pages"` // kept before they are visited
	// Missing is the page that stands in for one that was not kept, by language.
	Missing map[string]string `json:"missing"`
}

// addWorker adds the service worker of a static site, once all else is there.
func (b *builder) addWorker() error {
	k := kept{Version: b.site.version(), Pages: []string{b.site.Root.Path}, Missing: map[string]string{}}
	for _, w := range languages {
		k.Missing[w.Lang] = w.Lang + "/" + offlinePath
	}
	for _, r := range b.site.Resources {
		switch {
		case r.route() == assetRoute:
			k.Assets = append(k.Assets, r.Path)
		case isKept(r):
			k.Pages = append(k.Pages, r.Path)
		}
	}
	list, err := json.Marshal(k)
	if err != nil {
		return err
	}
	script := fmt.Sprintf("self.portlabSite = %s;\nimportScripts(%q);\n", list, b.assets["worker.js"])
	return b.resource("sw.js", []byte(script))
}

// isKept reports whether a page is kept before it is visited: those of the course, and the playground.
// A scenario's own page is kept when it was visited.
func isKept(r *Resource) bool {
	return r.route() == pageRoute && r.Type == asset.Type(".html") && !strings.Contains(r.Path, "/scenarios/")
}

// version returns a hash of all that the site holds.
func (s *Site) version() string {
	sum := sha256.New()
	for _, r := range s.Resources {
		fmt.Fprintf(sum, "%s %d\n", r.Path, len(r.Body))
		sum.Write(r.Body)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// offlinePage says that a page is not there without a network.
func offlinePage(w *words) *page {
	return &page{
		Words: w, Kind: "offline", path: offlinePath, Title: w.Offline + " · Portlab", Heading: w.Offline,
		Description: w.OfflineText,
	}
}
