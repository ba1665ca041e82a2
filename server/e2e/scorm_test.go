package e2e

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"portlab/server"
)

// learningSystem is a page with the API that SCORM 1.2 describes, which keeps what it is told. The
// lesson stands in a frame of a frame, as in many systems.
const learningSystem = `<!doctype html><link rel="icon" href="data:,"><title>Learning system</title>
<script>
	window.calls = [];
	window.data = { "cmi.core.lesson_status": "not attempted", "cmi.suspend_data": localStorage.getItem("suspended") || "" };
	const told = (name, f) => (...args) => { calls.push([name, ...args].join(" ")); return f(...args) ?? "true"; };
	window.API = {
		LMSInitialize: told("initialize", () => {}),
		LMSGetValue: (name) => data[name] ?? "",
		LMSSetValue: told("set", (name, value) => { data[name] = value; }),
		LMSCommit: told("commit", () => {}),
		LMSFinish: told("finish", () => { localStorage.setItem("suspended", data["cmi.suspend_data"]); }),
		LMSGetLastError: () => "0", LMSGetErrorString: () => "", LMSGetDiagnostic: () => "",
	};
</script>
<iframe id="outer" srcdoc="<iframe id=inner src=/package/%s width=1300 height=800></iframe>" width=1320 height=820></iframe>`

// servePackage serves a package as a learning system does: files by their names, and no folders. It
// knows few media types.
func servePackage(t *testing.T, files fs.FS, launch string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		name, found := strings.CutPrefix(req.URL.Path, "/package/")
		if !found {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(w, learningSystem, launch)
			return
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			http.NotFound(w, req)
			return
		}
		w.Header().Set("Content-Type", mediaType(name))
		w.Write(body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func mediaType(name string) string {
	if path.Ext(name) == ".wasm" {
		return "application/octet-stream"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// inLesson runs in the frame of the lesson, within the launch page's, within the system's.
const inLesson = `document.getElementById("outer").contentDocument.getElementById("inner").contentDocument.querySelector("iframe").contentDocument`

// TestCompletesLessonInLearningSystem answers the questions of a packaged lesson, one of them wrongly,
// leaves, and comes back.
func TestCompletesLessonInLearningSystem(t *testing.T) {
	t.Parallel()
	site, err := server.NewPackagedSite()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := site.WriteSCORM(&out, "en", "address-already-in-use"); err != nil {
		t.Fatal(err)
	}
	files, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	p := visit(t, servePackage(t, files, "sco.html"))
	p.watch.expect("404", "405") // how the page finds out that there is no server
	p.open("/")
	p.until("the simulator runs", inLesson+`.documentElement.dataset.engine === "running"`)
	p.until("the lesson is begun", `data["cmi.core.lesson_status"] === "incomplete" && calls[0].trim() === "initialize"`)

	total := find[int](p, inLesson+`.querySelectorAll(".quiz").length`)
	predicted := find[int](p, inLesson+`.querySelectorAll(".player").length`) // each asks one question
	right := fmt.Sprintf(`%.0f`, 100*float64(total-1)/float64(total+predicted))
	choose := func(choice string) {
		p.do("answer", chromedp.Evaluate[chromedp.Void](inLesson+`.querySelector(".quiz:not(:has(.chosen)) `+choice+` summary").click()`))
	}
	choose(".choice:not([data-right])")
	p.until("the first answer is told", `data["cmi.core.score.raw"] === "0" && data["cmi.core.score.max"] === "100"`)
	for answered := 2; answered <= total; answered++ {
		choose(".choice[data-right]")
		p.until("the answer counts", fmt.Sprintf(inLesson+`.querySelectorAll(".choice.chosen").length === %d`, answered))
	}
	for slot := range predicted {
		part := fmt.Sprintf(inLesson+`.querySelectorAll(".player")[%d]`, slot)
		p.do("go to the question", chromedp.Evaluate[chromedp.Void](part+`.querySelector("[data-do=last]").click()`))
		p.until("the question is asked", `!!`+part+`.querySelector("[data-do=show]")`)
		p.do("give up", chromedp.Evaluate[chromedp.Void](part+`.querySelector("[data-do=show]").click()`))
	}
	p.until("the lesson is completed", js(`data["cmi.core.lesson_status"] === "completed" && data["cmi.core.score.raw"] === %s`, right))

	p.do("leave", chromedp.Evaluate[chromedp.Void](`document.getElementById("outer").remove()`))
	p.until("the session is over", `calls.at(-1).trim() === "finish" && /^\d{4}:\d\d:\d\d\.\d\d$/.test(data["cmi.core.session_time"]) && data["cmi.core.exit"] === ""`)
	p.do("forget", chromedp.Evaluate[chromedp.Void](`for (const key of Object.keys(localStorage)) if (key.startsWith("portlab")) localStorage.removeItem(key)`))
	p.reload()
	p.until("the answers are there again", fmt.Sprintf(inLesson+`?.querySelectorAll(".choice.chosen").length === %d`, total))
	p.until("the simulator runs again", inLesson+`.documentElement.dataset.engine === "running"`)
	p.until("the predictions are there again, and their score", fmt.Sprintf(
		`Object.values(%[1]s.defaultView.portlabStates).every((state) => state.answers) && %[1]s.defaultView.portlabScore.sum().answered === %d`,
		inLesson, total+predicted))
}
