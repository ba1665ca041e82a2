package facts

// In returns a text of the tables, or of sim/abi, in the language "en" or "zh". What chinese does not
// have is a name or a number.
func In(lang, text string) string {
	if lang == "zh" {
		if translated, ok := chinese[text]; ok {
			return translated
		}
	}
	return text
}

// chinese are the texts of the tables, from sim/abi and sim/ports too, in Chinese.
var chinese = map[string]string{
	"Numbers":           "端口号",
	"Class (RFC 6335)":  "类别（RFC 6335）",
	"Formerly":          "旧称",
	"IANA assigns them": "由 IANA 分配",
	"yes":               "是",
	"no":                "否",

	"System":               "系统",
	"Range":                "范围",
	"How many":             "个数",
	"Where it says so":     "出处",
	"Linux since 4.2":      "Linux 4.2 起",
	"Linux before 4.2":     "Linux 4.2 之前",
	"Windows since Vista":  "Windows Vista 起",
	"Windows before Vista": "Windows Vista 之前",
	"suggested for all":    "对所有系统的建议",

	"Meaning":                "含义",
	"Default":                "默认值",
	"Option":                 "选项",
	"Level":                  "层级",
	"none":                   "无",
	"set at boot, by memory": "启动时按内存大小决定",
	"`60` s":                 "`60` 秒",

	"ephemeral ports: lowest and highest":                                     "临时端口：最低和最高的端口号",
	"ports never chosen automatically":                                        "永不自动选用的端口",
	"first port that needs no privilege":                                      "从哪个端口起不需要特权",
	"allow bind to addresses that the host does not have":                     "允许 bind 本机没有的地址",
	"let port 0 share a port between SO_REUSEADDR sockets when all are taken": "端口全被占用时，让 bind 端口 0 与同样设了 SO_REUSEADDR 的套接字共用端口",
	"let connect take a 4-tuple in TIME_WAIT: 0 never, 1 yes, 2 on loopback":  "允许 connect 接手处于 TIME_WAIT 的四元组：0 从不，1 允许，2 仅限环回",
	"seconds an orphaned FIN_WAIT2 socket lives":                              "无主的 FIN_WAIT2 套接字保留多少秒",
	"how many TIME_WAIT sockets may exist":                                    "最多允许多少个 TIME_WAIT 套接字",
	"reset a connection that finds the accept queue full":                     "连接遇到 accept 队列已满时，用 RST 重置",
	"ignore RST in TIME_WAIT":                                                 "处于 TIME_WAIT 时忽略 RST",
	"IPV6_V6ONLY of new sockets":                                              "新建套接字的 IPV6_V6ONLY 初值",
	"highest backlog that listen grants":                                      "listen 所能给的 backlog 上限",

	"address family":        "地址族",
	"socket type":           "套接字类型",
	"protocol":              "协议",
	"flag of accept4":       "accept4 的标志",
	"direction of shutdown": "shutdown 的方向",
	"message flag":          "消息标志",
	"command of fcntl":      "fcntl 的命令",
	"descriptor flag":       "描述符标志",
	"file status flag":      "文件状态标志",
	"signal":                "信号",
	"option level":          "选项层级",

	"let a bind share its port with sockets that set this too and do not listen (socket(7))":         "允许 bind 与同样设了此选项且不在监听的套接字共用端口（socket(7)）",
	"let sockets of one user that all set this share an address and port (socket(7))":                "让同一用户、都设了此选项的套接字共用地址和端口（socket(7)）",
	"what close does with unsent data: {1, seconds} waits, {1, 0} resets the connection (socket(7))": "close 时怎样处理未发完的数据：{1, 秒数} 等待，{1, 0} 重置连接（socket(7)）",
	"use one network interface only (socket(7))":                                                     "只用一个网络接口（socket(7)）",
	"read and clear the pending error (socket(7))":                                                   "读取并清除待处理的错误（socket(7)）",
	"whether the socket listens (socket(7))":                                                         "套接字是否在监听（socket(7)）",
	"the socket's type (socket(7))":                                                                  "套接字类型（socket(7)）",
	"the socket's address family (socket(7))":                                                        "套接字的地址族（socket(7)）",
	"the socket's protocol (socket(7))":                                                              "套接字的协议（socket(7)）",
	"send keep-alive probes (socket(7))":                                                             "发送保活探测（socket(7)）",
	"allow datagrams to a broadcast address (socket(7))":                                             "允许向广播地址发数据报（socket(7)）",
	"receive buffer in bytes; the kernel doubles what is set (socket(7))":                            "接收缓冲区字节数，内核取设定值的两倍（socket(7)）",
	"send buffer in bytes; the kernel doubles what is set (socket(7))":                               "发送缓冲区字节数，内核取设定值的两倍（socket(7)）",
	"whether an IPv6 socket leaves IPv4 alone (ipv6(7))":                                             "IPv6 套接字是否不管 IPv4（ipv6(7)）",
	"allow bind to an address that the host does not have (ip(7))":                                   "允许 bind 本机没有的地址（ip(7)）",
	"allow bind to a foreign address, for proxies; needs CAP_NET_ADMIN (ip(7))":                      "允许 bind 别人的地址，供代理使用，需要 CAP_NET_ADMIN（ip(7)）",
	"leave the choice of port 0 to connect (ip(7))":                                                  "bind 端口 0 时先不选端口，留给 connect 选（ip(7)）",
	"this socket's ephemeral range, high<<16|low (ip(7))":                                            "此套接字自己的临时端口范围，high<<16|low（ip(7)）",
	"send small segments at once (tcp(7))":                                                           "小报文段立即发送（tcp(7)）",
	"complete the connection when its first data arrives; seconds (tcp(7))":                          "首批数据到达时才算连接完成，单位秒（tcp(7)）",
	"seconds an orphaned FIN_WAIT2 socket lives (tcp(7))":                                            "无主的 FIN_WAIT2 套接字保留多少秒（tcp(7)）",
	"the connection's state (tcp(7))":                                                                "连接的状态（tcp(7)）",
}
