package e2e

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"portlab/server"
)

// A webHost serves a folder below /course/, as any web host does, and lets browsers keep what it
// serves, as many do. Deploying puts another folder in its place.
type webHost struct {
	*httptest.Server
	dir atomic.Value
}

func host(t *testing.T, dir string) *webHost {
	t.Helper()
	h := &webHost{}
	h.dir.Store(dir)
	files := http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Cache-Control", "max-age=600")
		http.FileServer(http.Dir(h.dir.Load().(string))).ServeHTTP(w, req)
	})
	h.Server = httptest.NewServer(http.StripPrefix("/course", files))
	t.Cleanup(h.Close)
	return h
}

func (h *webHost) deploy(dir string) { h.dir.Store(dir) }

// writtenSite returns a folder with the static site.
func writtenSite(t *testing.T) string {
	t.Helper()
	site, err := server.NewStaticSite(server.Place{Path: "/course/"})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := site.Write(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// untilKept waits until the worker has kept the site, and nothing of another version.
func (p *person) untilKept(version string) {
	p.t.Helper()
	p.until("the site "+version+" is kept", js(`(async () => {
		const registration = await navigator.serviceWorker.getRegistration();
		const names = await caches.keys();
		return !!registration?.active && !registration.installing && !registration.waiting
			&& registration.active.state === "activated" && names.length === 1 && names[0].endsWith(" " + %s);
	})()`, version))
}

var versionOf = regexp.MustCompile(`"version":"(\w+)"`)

// version returns which version a written site is.
func version(t *testing.T, dir string) string {
	t.Helper()
	script, err := os.ReadFile(filepath.Join(dir, "sw.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(versionOf.FindSubmatch(script)[1])
}

// TestCompletesLessonWithoutNetwork opens the start page of a static site below a path, loses the
// network, and then reads a lesson that was never opened, with its scenarios, to the end of its quiz.
func TestCompletesLessonWithoutNetwork(t *testing.T) {
	t.Parallel()
	dir := writtenSite(t)
	web := host(t, dir)
	p := visit(t, web.URL)
	p.open("/course/en/")
	p.untilKept(version(t, dir))
	web.Close()

	p.open("/course" + lessonPath)
	b := p.player(0)
	b.click(b.control("failnext"))
	b.untilAt(failingStep)
	b.answer("EADDRINUSE")
	b.untilShows(view, "inet_bind_conflict")
	p.answersQuiz()

	p.follow("#language")
	p.player(0)
	p.watch.expect("ERR_CONNECTION_REFUSED")
	p.do("open a page that was not kept", chromedp.Navigate(p.site+"/course/zh/scenarios/restart/"))
	p.until("the page says that it needs a network", `location.pathname === "/course/zh/offline/" && document.querySelector("h1")?.innerText.includes("网络")`)
	p.follow("main a")
}

// answersQuiz chooses the right answer of every question of the quiz, and makes sure that they count beside
// the answer in the player.
func (p *person) answersQuiz() {
	p.t.Helper()
	total := find[int](p, `(() => {
		document.addEventListener("portlab:score", ({ detail }) => { window.lastScore = detail; });
		return document.querySelectorAll(".quiz").length;
	})()`)
	if total == 0 {
		p.t.Fatal("the lesson asks no questions")
	}
	for done := 1; done <= total; done++ {
		p.click(`.choice[data-right]:not(.chosen) summary`)
		p.until("the answer counts", fmt.Sprintf(`document.querySelectorAll(".choice.chosen").length === %d`, done))
	}
	p.until("all answers count", fmt.Sprintf(`window.lastScore?.right === %d`, 1+total))
}

// TestDeployedPageIsSeenAtOnce deploys another version while a visitor has the old one kept: the next
// page is the new one, and so is what is kept.
func TestDeployedPageIsSeenAtOnce(t *testing.T) {
	t.Parallel()
	first := writtenSite(t)
	second := t.TempDir()
	if err := os.CopyFS(second, os.DirFS(first)); err != nil {
		t.Fatal(err)
	}
	edit(t, second, "en/course/index.html", "<h1>", "<h1>New: ")
	edit(t, second, "sw.js", version(t, first), "0123456789abcdef")

	web := host(t, first)
	p := visit(t, web.URL)
	p.open("/course/en/course/")
	p.untilKept(version(t, first))
	p.reload() // from now on the worker answers
	web.deploy(second)
	p.reload()
	if h1 := p.textOf("h1"); len(h1) < 5 || h1[:5] != "New: " {
		t.Errorf("after the deploy the page's title is %q, want the new one", h1)
	}
	p.untilKept(version(t, second))
	web.Close()
	p.open("/course/en/")
	p.open("/course/en/course/")
	if h1 := p.textOf("h1"); len(h1) < 5 || h1[:5] != "New: " {
		t.Errorf("without a network the page's title is %q, want the new one", h1)
	}
}

// edit changes a text in a file, which must hold it.
func edit(t *testing.T, dir, name, old, replacement string) {
	t.Helper()
	file := filepath.Join(dir, name)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte(old)) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	if err := os.WriteFile(file, bytes.Replace(text, []byte(old), []byte(replacement), 1), fs.FileMode(0o644)); err != nil {
		t.Fatal(err)
	}
}
