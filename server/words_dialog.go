package server

// dialogWords are the words of the dialog that shares a scenario, in one language.
type dialogWords struct {
	Title, Link, Copy, Frame, Step, View, Sockets, Timeline, Why string
	Predict, On, Off, Colours, Auto, Light, Dark                 string
	Language, Height, Preview, File, Close                       string
}

var englishDialog = dialogWords{
	Title: "Share this step", Link: "Link", Copy: "Copy", Frame: "Frame for another page", Step: "Step", View: "View",
	Sockets: "Sockets", Timeline: "Timeline", Why: "Why", Predict: "Prediction", On: "on", Off: "off", Colours: "Colours",
	Auto: "auto", Light: "light", Dark: "dark", Language: "Language", Height: "Height", Preview: "Preview",
	File: "Scenario as a file", Close: "Close",
}

var chineseDialog = dialogWords{
	Title: "分享这一步", Link: "链接", Copy: "复制", Frame: "嵌入其他网页", Step: "步骤", View: "视图",
	Sockets: "套接字", Timeline: "时间线", Why: "原因", Predict: "预测", On: "开", Off: "关", Colours: "配色",
	Auto: "自动", Light: "浅色", Dark: "深色", Language: "语言", Height: "高度", Preview: "预览",
	File: "场景文件", Close: "关闭",
}
