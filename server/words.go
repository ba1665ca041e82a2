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
	Foot                                      string

	Goals string // the label of a lesson's goals

	kicker string // fmt: a lesson's number and minutes
}

// LessonKicker is the line above a lesson's title.
func (w *words) LessonKicker(order, minutes int) string {
	return fmt.Sprintf(w.kicker, order, minutes)
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
		Goals:        "After this lesson you can",
		kicker:       "Lesson %d · %d minutes",
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
		Goals:        "学完这一课，你能够",
		kicker:       "第 %d 课 · %d 分钟",
	},
}
