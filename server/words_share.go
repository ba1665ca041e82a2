package server

import (
	"strconv"
	"strings"
)

// sharing are the words of pages that open, show and share scenarios, in one language.
type sharing struct {
	Untitled, ToPlayground, FromLesson string
	Links                              linkWords
	Dialog                             *dialogWords
	Share                              string

	Scenarios, GalleryIntro, Filter, Found, NoneFound string
	AllScenarios                                      string

	Challenge, ChallengeIntro, Next, Score, NoScript string
	OpenFull, Demo, DemoIntro, Guide, Messages       string
	NeedsScript, Waiting                             string
	LevelLabel                                       string
	levels                                           map[string]string
	number                                           string // with {level} and {n}
}

// Level returns the words for a level of challenges.
func (s *sharing) Level(name string) string { return s.levels[name] }

// ChallengeNumber is the title of one challenge.
func (s *sharing) ChallengeNumber(level string, n int) string {
	return strings.NewReplacer("{level}", s.levels[level], "{n}", strconv.Itoa(n)).Replace(s.number)
}

// NumberPattern is the title of a challenge with {n} in place of its number.
func (s *sharing) NumberPattern(level string) string {
	return strings.ReplaceAll(s.number, "{level}", s.levels[level])
}

// linkWords say what is wrong with a link into the playground.
type linkWords struct{ Damaged, Empty, Newer, Huge, Unknown, Step, System string }

// Sharing returns the words of pages that open, show and share scenarios.
func (w *words) Sharing() *sharing { return sharingWords[w.Lang] }

var sharingWords = map[string]*sharing{
	"en": {
		Untitled: "A shared scenario",
		Share:    "Share", Dialog: &englishDialog,
		ToPlayground: "Open in the playground",
		Scenarios:    "Scenarios", GalleryIntro: "Short scripts, each with one thing to find out. Those of the course are here too.",
		Filter: "Find", Found: "{n} scenarios", NoneFound: "No scenario has all these words.", AllScenarios: "All scenarios",
		Challenge: "Challenge", ChallengeIntro: "A random scenario: say what the last calls return, then see why.",
		Next: "Next challenge", Score: "{right} of {all} right so far", LevelLabel: "Level", number: "Challenge {n}, {level}",
		OpenFull: "open the whole page", Demo: "Frames in a page", Guide: "How to embed Portlab", Messages: "What the frames say",
		DemoIntro:   "Four frames as they stand in another site’s page. Step through one, and see below what it tells the page around it.",
		NeedsScript: "This frame needs JavaScript.",
		Waiting:     "Click here to step through it.",
		NoScript:    "Each scenario ends with a question. Run one with “portlab run FILE” to see the answer.",
		levels:      map[string]string{"easy": "easy", "medium": "medium", "hard": "hard"},
		FromLesson:  "From the lesson: ",
		Links: linkWords{
			Damaged: "This link is damaged: below is what can be read of its scenario.",
			Empty:   "This link is damaged, and nothing of its scenario can be read. Below is an example.",
			Newer:   "This link was made by a newer version of Portlab. Reload the page; if that does not help, ask for the scenario as a file.",
			Huge:    "The scenario of this link is larger than a link may hold (64 KiB), so it was not opened. Below is an example.",
			Unknown: "This link names a scenario that there is not. Below is an example.",
			Step:    "The link points behind the scenario’s last step, so it is shown from the beginning.",
			System:  "The link asks for an operating system that is not known here. Below is what Linux does.",
		},
	},
	"zh": {
		Untitled: "别人分享的场景",
		Share:    "分享", Dialog: &chineseDialog,
		ToPlayground: "在实验场中打开",
		Scenarios:    "场景", GalleryIntro: "短小的脚本，每个说明一件事。课程里的场景也在这里。",
		Filter: "查找", Found: "共 {n} 个场景", NoneFound: "没有同时含有这些词的场景。", AllScenarios: "全部场景",
		Challenge: "挑战", ChallengeIntro: "随机出一个场景：先说出最后几个调用的结果，再看为什么。",
		Next: "下一题", Score: "目前答对 {right} / {all}", LevelLabel: "难度", number: "挑战 {n}（{level}）",
		OpenFull: "打开完整页面", Demo: "嵌入效果演示", Guide: "如何嵌入 Portlab", Messages: "框架发来的消息",
		DemoIntro:   "四个框架，和放在其他网站里时一样。在其中一个里走几步，下面会显示它告诉外层页面的内容。",
		NeedsScript: "这个框架需要 JavaScript。",
		Waiting:     "点击这里，逐步执行。",
		NoScript:    "每个场景以一个问题结尾。用“portlab run FILE”运行即可看到答案。",
		levels:      map[string]string{"easy": "简单", "medium": "中等", "hard": "困难"},
		FromLesson:  "出自课程：",
		Links: linkWords{
			Damaged: "这个链接不完整，下面是其中还能读出的部分。",
			Empty:   "这个链接已损坏，场景内容无法读出。下面是一个示例。",
			Newer:   "这个链接由更新版本的 Portlab 生成。请重新加载页面；如果仍打不开，请对方把场景存成文件发给你。",
			Huge:    "链接里的场景超过了 64 KiB 的上限，没有打开。下面是一个示例。",
			Unknown: "链接所指的场景不存在。下面是一个示例。",
			Step:    "链接所指的步骤超出了场景的最后一步，因此从头显示。",
			System:  "链接指定的操作系统这里不支持，下面按 Linux 的行为显示。",
		},
	},
}
