package server

import (
	"bytes"
	"fmt"
	"io/fs"

	"portlab/content"
	"portlab/content/example"
	"portlab/content/lesson"
	"portlab/content/render"
	"portlab/server/asset"
)

// A Site is every page and asset.
type Site struct {
	Place     Place       // where visitors find it
	Resources []*Resource // pages and then assets, each with an address of its own
	// NotFound is the answer to an unknown address, by language. Its links begin with the place's
	// path, as it may stand anywhere.
	NotFound map[string]*Resource
	// Root is the page at the root where no server redirects to a language.
	Root *Resource

	lessons    []*lesson.Lesson      // in every language
	assets     map[string]string     // addresses below the root, by the name that the author gave
	drawings   map[string]drawing    // pictures of links, by their addresses
	embeddable map[string]embeddable // pages that other sites can show, by their addresses
}

// NewSite renders the site for a place, with the content and the assets that are built into the
// program. Its error is asset.ErrNotPacked where the assets have not been built.
func NewSite(place Place) (*Site, error) {
	return newBuilder(place, served).build(packed(), content.Files)
}

// NewStaticSite is NewSite for a site that Write writes: it works without a network once it was visited.
func NewStaticSite(place Place) (*Site, error) {
	return newBuilder(place, static).build(packed(), content.Files)
}

// NewPackagedSite is NewSite for WriteSCORM.
func NewPackagedSite() (*Site, error) {
	return newBuilder(Place{}, packaged).build(packed(), content.Files)
}

// A use says how a site reaches its visitors.
type use int

const (
	served   use = iota // by New
	static              // as files, by any web host
	packaged            // as files in a package, by a learning system
)

// A builder makes a Site.
type builder struct {
	site   *Site
	use    use
	assets map[string]string // addresses below the root, by the name that the author gave
}

func newBuilder(place Place, u use) *builder {
	site := &Site{
		Place: place, NotFound: map[string]*Resource{}, drawings: map[string]drawing{}, embeddable: map[string]embeddable{},
	}
	return &builder{site: site, use: u, assets: map[string]string{}}
}

func (b *builder) build(assets, texts fs.FS) (*Site, error) {
	packed, err := b.readAssets(assets)
	if err != nil {
		return nil, err
	}
	if err := b.pages(texts); err != nil {
		return nil, err
	}
	if err := b.addEmbedRoots(packed); err != nil {
		return nil, err
	}
	b.site.Resources = append(b.site.Resources, packed...)
	if err := b.addSitemap(); err != nil {
		return nil, err
	}
	if b.use == static {
		err = b.addWorker()
	}
	return b.site, err
}

// needed are the assets that the templates refer to.
var needed = []string{
	"answers.js",
	"app.wasm",
	"boot.js",
	"challenge.js",
	"course.css",
	"demo.js",
	"embed-head.js",
	"embed-page.js",
	"embed-root.js",
	"embed.css",
	"embed.js",
	"editor.js",
	"gallery.js",
	"links.js",
	"offline.js",
	"patch.js",
	"permalink.js",
	"player.css",
	"playground.js",
	"portlab.svg",
	"progress.js",
	"quiz.js",
	"sco.css",
	"sco.js",
	"report.js",
	"remedies-worker.js",
	"remedies.js",
	"remedies.wasm",
	"root.js",
	"score.js",
	"share.js",
	"shell.js",
	"site.css",
	"tokens.css",
	"vocabulary.en.json",
	"vocabulary.zh.json",
	"wasm_exec.js",
	"worker.js",
}

func (b *builder) readAssets(dir fs.FS) ([]*Resource, error) {
	manifest, err := asset.ReadManifest(dir)
	if err != nil {
		return nil, err
	}
	var all []*Resource
	for _, f := range manifest {
		r, err := readAsset(dir, f)
		if err != nil {
			return nil, err
		}
		b.assets[f.Name] = r.Path
		all = append(all, r)
	}
	for _, name := range needed {
		if b.assets[name] == "" {
			return nil, fmt.Errorf("%s is not among the packed assets: run make", name)
		}
	}
	return all, nil
}

func readAsset(dir fs.FS, f asset.File) (*Resource, error) {
	r := &Resource{Path: "assets/" + f.Path, Type: asset.Type(f.Name), Immutable: true}
	for suffix, body := range map[string]*[]byte{"": &r.Body, asset.GzipSuffix: &r.Gzip, asset.BrotliSuffix: &r.Brotli} {
		var err error
		if *body, err = fs.ReadFile(dir, f.Path+suffix); err != nil {
			return nil, fmt.Errorf("%w: run make", err)
		}
	}
	return r, nil
}

func (b *builder) pages(texts fs.FS) error {
	lessons, err := render.Lessons(texts, render.OnItsOwn)
	if err != nil {
		return err
	}
	b.site.lessons, b.site.assets = lessons, b.assets
	dir, err := fs.Sub(texts, "examples")
	if err != nil {
		return err
	}
	examples, err := example.Load(dir)
	if err != nil {
		return err
	}
	for _, w := range languages {
		if err := b.language(w, texts, lessons, examples); err != nil {
			return err
		}
	}
	return b.root()
}

// language adds the pages of one language.
func (b *builder) language(w *words, texts fs.FS, lessons []*lesson.Lesson, examples []*example.Example) error {
	home, err := render.Page(texts, "pages/home", w.Lang, "")
	if err != nil {
		return err
	}
	ours := ofLanguage(lessons, w.Lang)
	pages, err := coursePages(w, texts, ours)
	if err != nil {
		return err
	}
	pages = append(pages, homePage(w, home, ours, examples), playgroundPage(w, examples))
	more, err := scenarioPages(w, texts, ours, examples)
	if err != nil {
		return err
	}
	pages = append(pages, more...)
	if b.use == static {
		pages = append(pages, offlinePage(w))
	}
	for _, p := range pages {
		if err := b.add(p); err != nil {
			return err
		}
	}
	missing := notFoundPage(w)
	missing.root = b.site.Place.path()
	b.site.NotFound[w.Lang], err = b.page(missing, "404.html")
	return err
}

func (b *builder) add(p *page) error {
	path := p.Words.Lang + "/" + p.path
	p.root = rootFrom(path)
	b.addPreview(p)
	r, err := b.page(p, path)
	b.site.Resources = append(b.site.Resources, r)
	return err
}

func (b *builder) page(p *page, path string) (*Resource, error) {
	p.assets, p.Offline = b.assets, b.use == static
	body, err := p.render()
	if err != nil {
		return nil, err
	}
	return newResource(path, asset.Type(".html"), body)
}

// resource adds what is neither a page nor an asset.
func (b *builder) resource(path string, body []byte) error {
	r, err := newResource(path, asset.Type(path), body)
	b.site.Resources = append(b.site.Resources, r)
	return err
}

func (b *builder) root() error {
	var out bytes.Buffer
	p := &page{assets: b.assets}
	if err := rootTemplate.ExecuteTemplate(&out, "root", p); err != nil {
		return err
	}
	var err error
	b.site.Root, err = newResource("", asset.Type(".html"), out.Bytes())
	return err
}
