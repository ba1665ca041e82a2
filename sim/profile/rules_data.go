package profile

// Data.
var (
	SendHalfClosed = &Rule{
		ID:   "send.half_closed",
		Pass: Text{"the peer has ended its own direction only; if it has closed, RST will answer", "对端只结束了它自己的方向；如果它已关闭，会以 RST 应答"},
		Fail: Text{"the peer has not ended its direction", "对端没有结束它的方向"},
		Func: "tcp_sendmsg_locked", File: "net/ipv4/tcp.c", Doc: "RFC 9293, section 3.6",
	}
	SendDatagram = &Rule{
		ID:   "send.datagram",
		Pass: Text{"UDP sends whether or not anybody receives", "无论有没有人接收，UDP 都照样发送"},
		Fail: Text{"nothing was sent", "没有发送"},
		Func: "udp_sendmsg", File: "net/ipv4/udp.c", Doc: "udp(7)",
	}
	SendConnected = &Rule{
		ID:   "send.connected",
		Pass: Text{"the socket is connected", "套接字已连接"},
		Fail: Text{"the handshake is not done", "握手尚未完成"},
		Func: "sk_stream_wait_connect", File: "net/core/stream.c", Doc: "send(2)",
	}
	SendOpen = &Rule{
		ID:   "send.open",
		Pass: Text{"the socket can still send", "套接字仍可发送"},
		Fail: Text{"the socket cannot send: it is not connected, or its sending side is closed", "套接字不能发送：未连接，或发送方向已关闭"},
		Func: "tcp_sendmsg_locked", File: "net/ipv4/tcp.c", Doc: "send(2), EPIPE",
	}
	SendRoom = &Rule{
		ID:   "send.room",
		Pass: Text{"the send buffer has room", "发送缓冲区有空间"},
		Fail: Text{"the send buffer is full: the peer does not read", "发送缓冲区已满：对端没有读取"},
		Func: "sk_stream_wait_memory", File: "net/core/stream.c", Doc: "send(2)",
	}
	SendDestination = &Rule{
		ID:   "send.destination",
		Pass: Text{"the destination is known", "目的地址已知"},
		Fail: Text{"a UDP socket that is not connected needs an address to send to", "未连接的 UDP 套接字发送时需要目的地址"},
		Func: "udp_sendmsg", File: "net/ipv4/udp.c", Doc: "send(2), EDESTADDRREQ",
	}
	SendPort = &Rule{
		ID:   "send.port",
		Pass: Text{"the destination port is not 0", "目的端口不是 0"},
		Fail: Text{"a datagram cannot go to port 0", "数据报不能发往端口 0"},
		Func: "udp_sendmsg", File: "net/ipv4/udp.c", Doc: "udp(7)",
	}
	SendSize = &Rule{
		ID:   "send.size",
		Pass: Text{"the data fits one datagram", "数据装得进一个数据报"},
		Fail: Text{"the data does not fit one datagram: 65507 bytes at most", "数据装不进一个数据报：最多 65507 字节"},
		Func: "ip_append_data", File: "net/ipv4/ip_output.c", Doc: "send(2), EMSGSIZE",
	}
	SendBroadcast = &Rule{
		ID:   "send.broadcast",
		Pass: Text{"broadcast is allowed", "允许广播"},
		Fail: Text{"sending to a broadcast address needs SO_BROADCAST", "向广播地址发送需要 SO_BROADCAST"},
		Func: "udp_sendmsg", File: "net/ipv4/udp.c", Doc: "socket(7), SO_BROADCAST",
	}
	PendingError = &Rule{
		ID:   "pending_error",
		Pass: Text{"no error is pending", "没有待报告的错误"},
		Fail: Text{"an error that happened earlier is reported now, once", "现在报告先前发生的错误，只报告一次"},
		Func: "sock_error", File: "include/net/sock.h", Doc: "socket(7), SO_ERROR",
	}
	RecvData = &Rule{
		ID:   "recv.data",
		Pass: Text{"data is there", "有数据"},
		Fail: Text{"nothing has arrived", "没有数据到达"},
		Func: "sk_wait_data, __skb_wait_for_more_packets", File: "net/core/sock.c", Doc: "recv(2)",
	}
	RecvEnd = &Rule{
		ID:   "recv.end",
		Pass: Text{"the peer has closed its side: 0 is the end of the stream", "对端已关闭它的方向：0 表示流结束"},
		Fail: Text{"the peer has not closed its side", "对端没有关闭它的方向"},
		Func: "tcp_recvmsg_locked", File: "net/ipv4/tcp.c", Doc: "recv(2)",
	}
	RecvShut = &Rule{
		ID:   "recv.shut",
		Pass: Text{"the receiving side was shut down: 0 is the end", "接收方向已被关闭：0 表示结束"},
		Fail: Text{"the receiving side is open", "接收方向是打开的"},
		Func: "tcp_recvmsg_locked", File: "net/ipv4/tcp.c", Doc: "shutdown(2)",
	}
)
