package server

import "fmt"

// words are the words of the pages in one language. The lessons and the home page's text are in
// content.
type words struct {
	Lang     string // as in addresses
	HTMLLang string // as in HTML's lang
	Name     string // the language's own name

	Skip, Nav, Course, Playground             string
	Theme, ThemeAuto, ThemeLight, ThemeDark   string
	Lessons, Gallery, Continue                string
	PasteTitle, PasteSummary, PlaygroundIntro string
	Loading, Failed, NoScript                 string
	NotFound, NotFoundText, NotFoundHome      string
	Foot, Operating                           string
	Offline, OfflineText, OfflineHome         string

	Goals, Contents, Before, After string // of a lesson
	ReadOnPaper                    string // the link to the course in one page
	WholeCourse, WholeCourseText   string
	Score, LessonScore, RightOf    string // %r right, %a answered, %t in all
	Again, Passed                  string
	Glossary, Questions            string

	kicker  string // fmt: a lesson's number and minutes
	asked   string // fmt: how many questions a lesson asks
	lessons string // fmt: how many lessons, and their minutes
}

// Locale is the language as Open Graph names it.
func (w *words) Locale() string { return map[string]string{"en": "en_GB", "zh": "zh_CN"}[w.Lang] }

// LessonKicker is the line above a lesson's title.
func (w *words) LessonKicker(order, minutes int) string {
	return fmt.Sprintf(w.kicker, order, minutes)
}

// Asked says how many questions a lesson asks.
func (w *words) Asked(n int) string { return fmt.Sprintf(w.asked, n) }

// LessonsKicker is the line above the list of lessons.
func (w *words) LessonsKicker(lessons, minutes int) string {
	return fmt.Sprintf(w.lessons, lessons, minutes)
}

// languages are the words of each language, in the order in which languages are offered.
var languages = []*words{
	{
		Lang: "en", HTMLLang: "en", Name: "English",
		Skip: "Skip to the text", Nav: "Main", Course: "Course", Playground: "Playground",
		Theme: "Colours", ThemeAuto: "Auto", ThemeLight: "Light", ThemeDark: "Dark",
		Lessons: "Lessons", Gallery: "Scenarios to try", Continue: "Continue where you stopped →",
		PasteTitle:      "Paste your own",
		PasteSummary:    "Write a scenario, or paste what strace printed, and step through it.",
		PlaygroundIntro: "Write or paste a scenario: one system call of one process on a line.",
		Loading:         "Starting the simulator…",
		Failed:          "The simulator could not start. The script above can still be read; reload the page to try again.",
		NoScript:        "To step through it, allow JavaScript and WebAssembly for this page.",
		NotFound:        "There is no such page", NotFoundText: "The address may be mistyped, or the page has moved.",
		NotFoundHome: "Go to the start page.",
		Foot:         "Portlab: ports and sockets, tried in a simulator and on your own kernel. Nothing you type leaves your machine.",
		Operating:    "Run a server of your own",
		Offline:      "This page needs a network",
		OfflineText:  "There is none at the moment, and the page was not kept on this machine. The lessons were.",
		OfflineHome:  "Go to the lessons.",
		Contents:     "In this lesson",
		Before:       "Before", After: "Next",
		ReadOnPaper: "The whole course in one page, for print",
		WholeCourse: "The whole course", WholeCourseText: "Every lesson in one page, for print.",
		Score: "%r of %a right; %t questions in all.", LessonScore: "Lesson: %r of %t right", RightOf: "%r of %t right",
		Again: "Ask me again", Passed: "done",
		Glossary: "Glossary", Questions: "Twenty questions",
		Goals:   "After this lesson you can",
		kicker:  "Lesson %d · %d minutes",
		asked:   "%d questions",
		lessons: "%d lessons · %d minutes",
	},
	{
		Lang: "zh", HTMLLang: "zh-CN", Name: "简体中文",
		Skip: "跳到正文", Nav: "主导航", Course: "课程", Playground: "实验场",
		Theme: "配色", ThemeAuto: "自动", ThemeLight: "浅色", ThemeDark: "深色",
		Lessons: "课程", Gallery: "可以一试的场景", Continue: "从上次停下的地方继续 →",
		PasteTitle:      "粘贴你自己的场景",
		PasteSummary:    "写一个场景，或者把 strace 的输出粘贴进来，逐步执行。",
		PlaygroundIntro: "写下或粘贴一个场景：每行是一个进程的一次系统调用。",
		Loading:         "正在启动模拟器……",
		Failed:          "模拟器未能启动。上面的脚本仍可阅读；重新加载页面可以再试一次。",
		NoScript:        "要逐步执行，请允许本页使用 JavaScript 和 WebAssembly。",
		NotFound:        "没有这个页面", NotFoundText: "地址可能有误，或者页面已经移走。",
		NotFoundHome: "回到首页。",
		Foot:         "Portlab：在模拟器里，也在你自己的内核上，动手弄懂端口与套接字。你输入的内容不会离开你的机器。",
		Operating:    "自己运行一个服务器",
		Offline:      "这个页面需要网络",
		OfflineText:  "现在没有网络，这个页面也没有保存在本机；课程是保存了的。",
		OfflineHome:  "去看课程。",
		Contents:     "本课内容",
		Before:       "上一课", After: "下一课",
		ReadOnPaper: "整个课程放在一页里，便于打印",
		WholeCourse: "完整课程", WholeCourseText: "所有课程都在这一页里，便于打印。",
		Score: "已答 %a 题，答对 %r 题；共 %t 题。", LessonScore: "本课答对 %r/%t", RightOf: "答对 %r/%t",
		Again: "重新作答", Passed: "已完成",
		Glossary: "术语表", Questions: "二十问",
		Goals:   "学完这一课，你能够",
		kicker:  "第 %d 课 · %d 分钟",
		asked:   "%d 题",
		lessons: "%d 课 · %d 分钟",
	},
}
