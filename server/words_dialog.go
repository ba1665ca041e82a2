package server

// dialogWords are the words of the dialogs that share a scenario, and that report a difference, in one
// language.
type dialogWords struct {
	Title, Link, Copy, Frame, Step, View, Sockets, Timeline, Why string
	Predict, On, Off, Colours, Auto, Light, Dark                 string
	Language, Height, Preview, File, Picture, Close, Copied      string
	ReportTitle, ReportHelp, ReportText, Simulator, Host         string
}

var englishDialog = dialogWords{
	Title: "Share this step", Link: "Link", Copy: "Copy", Frame: "Frame for another page", Step: "Step", View: "View",
	Sockets: "Sockets", Timeline: "Timeline", Why: "Why", Predict: "Prediction", On: "on", Off: "off", Colours: "Colours",
	Auto: "auto", Light: "light", Dark: "dark", Language: "Language", Height: "Height", Preview: "Preview",
	File: "Scenario as a file", Picture: "Picture", Close: "Close", Copied: "Copied ✓",
	ReportTitle: "Report a difference", Simulator: "simulator", Host: "this host",
	ReportHelp: "Nothing is sent from here. Copy the text and pass it on to the people you have Portlab from, as an issue or by mail.",
	ReportText: "A real host does something else than Portlab’s simulator.",
}

var chineseDialog = dialogWords{
	Title: "分享这一步", Link: "链接", Copy: "复制", Frame: "嵌入其他网页", Step: "步骤", View: "视图",
	Sockets: "套接字", Timeline: "时间线", Why: "原因", Predict: "预测", On: "开", Off: "关", Colours: "配色",
	Auto: "自动", Light: "浅色", Dark: "深色", Language: "语言", Height: "高度", Preview: "预览",
	File: "场景文件", Picture: "图片", Close: "关闭", Copied: "已复制 ✓",
	ReportTitle: "报告差异", Simulator: "模拟器", Host: "本机",
	ReportHelp: "这里不会发送任何内容。请复制这段文字，以 issue 或邮件的形式交给提供 Portlab 的人。",
	ReportText: "真实主机的结果与 Portlab 的模拟器不同。",
}
