package profile

// connect and shutdown.
var (
	ConnectFamily = &Rule{
		ID:   "connect.family",
		Pass: Text{"the address is of the socket's family", "地址与套接字同族"},
		Fail: Text{"the address is not of the socket's family, AF_INET", "地址不属于套接字的地址族 AF_INET"},
		Func: "tcp_v4_connect", File: "net/ipv4/tcp_ipv4.c", Doc: "connect(2), EAFNOSUPPORT",
	}
	ConnectLength6 = &Rule{
		ID:   "connect.length6",
		Pass: Text{"the address is an IPv6 address", "地址是 IPv6 地址"},
		Fail: Text{"an IPv6 socket needs a sockaddr_in6; this address is shorter", "IPv6 套接字需要 sockaddr_in6；这个地址更短"},
		Func: "tcp_v6_connect", File: "net/ipv6/tcp_ipv6.c", Doc: "ipv6(7)",
	}
	ConnectUnicast = &Rule{
		ID:   "connect.unicast",
		Pass: Text{"the address is one host's", "地址是单个主机的"},
		Fail: Text{"TCP cannot connect to a multicast or broadcast address", "TCP 不能连接组播或广播地址"},
		Func: "tcp_v4_connect", File: "net/ipv4/tcp_ipv4.c", Doc: "connect(2), ENETUNREACH",
	}
	ConnectRoute = &Rule{
		ID:   "connect.route",
		Pass: Text{"the host has a route to the address", "主机有到该地址的路由"},
		Fail: Text{"the host has no route to the address", "主机没有到该地址的路由"},
		Func: "ip_route_output_key", File: "net/ipv4/route.c", Doc: "connect(2), ENETUNREACH",
	}
	ConnectLoopbackSource = &Rule{
		ID:   "connect.loopback_source",
		Pass: Text{"the source address may leave the host", "源地址可以离开本机"},
		Fail: Text{"the socket's own address is a loopback address and the destination is not on this host", "套接字自己的地址是环回地址，而目的地不在本机"},
		Func: "__mkroute_output", File: "net/ipv4/route.c", Doc: "connect(2), EINVAL",
	}
	ConnectMappedV6Only = &Rule{
		ID:   "connect.mapped_v6only",
		Pass: Text{"the address fits IPV6_V6ONLY", "地址与 IPV6_V6ONLY 相符"},
		Fail: Text{"the socket is IPv6 only and the address is IPv4", "套接字仅限 IPv6，而地址是 IPv4"},
		Func: "tcp_v6_connect", File: "net/ipv6/tcp_ipv6.c", Doc: "ipv6(7)",
	}
	ConnectScope6 = &Rule{
		ID:   "connect.scope6",
		Pass: Text{"the address needs no interface, or has one", "地址不需要指定接口，或已经指定"},
		Fail: Text{"a link-local address needs an interface: a socket that is bound to one", "链路本地地址需要接口：套接字要先绑定到一个接口"},
		Func: "tcp_v6_connect, __ip6_datagram_connect", File: "net/ipv6/datagram.c", Doc: "ipv6(7)",
	}
	ConnectMappedSource = &Rule{
		ID:   "connect.mapped_source",
		Pass: Text{"the socket's own address fits the destination", "套接字自己的地址与目的地址相符"},
		Fail: Text{"the socket is bound to an IPv4 address and the destination is IPv6", "套接字绑定在 IPv4 地址上，而目的地址是 IPv6"},
		Func: "ip6_dst_lookup_tail", File: "net/ipv6/ip6_output.c", Doc: "ipv6(7)",
	}
	ConnectTuple = &Rule{
		ID:   "connect.tuple",
		Pass: Text{"no connection has this 4-tuple", "没有连接使用这个四元组"},
		Fail: Text{"a connection with the same two addresses and two ports exists", "已存在地址和端口都相同的连接"},
		Func: "__inet_check_established", File: "net/ipv4/inet_hashtables.c", Doc: "connect(2), EADDRNOTAVAIL",
	}
	ConnectPort = &Rule{
		ID:   "connect.port",
		Pass: Text{"a port of the ephemeral range is free for this destination", "临时端口范围内有可用于该目的地的端口"},
		Fail: Text{"no port of the ephemeral range is free for this destination", "临时端口范围内没有可用于该目的地的端口"},
		Func: "__inet_hash_connect", File: "net/ipv4/inet_hashtables.c", Doc: "connect(2), EADDRNOTAVAIL",
		// d57f4b874946, in net-next on 23 September 2025, before Linux 6.17 was out
		Changed: Change{Version{6, 18}, Text{"before Linux 6.18 a port that was bound once stayed out of the choice until its last owner was gone", "Linux 6.18 之前，曾被 bind 过的端口要等最后一个持有者消失后才会再被选用"}},
	}
	ConnectSharedPort = &Rule{
		ID:   "connect.shared_port",
		Pass: Text{"the port chosen serves other destinations too: only connect has chosen it so far", "选中的端口也用于其他目的地：至今只有 connect 选用过它"},
		Fail: Text{"no port can be shared", "没有端口可以共享"},
		Func: "__inet_hash_connect", File: "net/ipv4/inet_hashtables.c", Doc: "connect(2)",
	}
	ConnectCrossed = &Rule{
		ID:   "connect.crossed",
		Pass: Text{"the SYN met a socket that connects too, perhaps itself: no listener is needed", "SYN 遇到了同样在连接的套接字（可能就是它自己）：不需要监听者"},
		Fail: Text{"the SYN met no such socket", "SYN 没有遇到这样的套接字"},
		Func: "tcp_rcv_synsent_state_process", File: "net/ipv4/tcp_input.c", Doc: "RFC 9293, section 3.5",
	}
	ConnectOnce = &Rule{
		ID:   "connect.once",
		Pass: Text{"the socket is not connected", "套接字未连接"},
		Fail: Text{"the socket is connected or listens already", "套接字已连接或正在监听"},
		Func: "__inet_stream_connect", File: "net/ipv4/af_inet.c", Doc: "connect(2), EISCONN",
	}
	ConnectAlready = &Rule{
		ID:   "connect.already",
		Pass: Text{"no handshake is under way", "没有正在进行的握手"},
		Fail: Text{"a handshake is still under way", "握手仍在进行"},
		Func: "__inet_stream_connect", File: "net/ipv4/af_inet.c", Doc: "connect(2), EALREADY",
	}
	ConnectWait = &Rule{
		ID:   "connect.wait",
		Pass: Text{"the handshake is done", "握手已完成"},
		Fail: Text{"the handshake has begun and is not done", "握手已开始，尚未完成"},
		Func: "inet_wait_for_connect", File: "net/ipv4/af_inet.c", Doc: "connect(2), EINPROGRESS",
	}
	ConnectShut = &Rule{
		ID:   "connect.shut",
		Pass: Text{"the socket was not shut down", "套接字没有被关闭方向"},
		Fail: Text{"the socket was shut down while it was connecting", "套接字在连接过程中被 shutdown"},
		Func: "__inet_stream_connect", File: "net/ipv4/af_inet.c", Doc: "connect(2), EINVAL",
	}
	ConnectListener = &Rule{
		ID:   "connect.listener",
		Pass: Text{"the destination answered with SYN-ACK: a listener took the connection", "目的地以 SYN-ACK 应答：有监听者接受了连接"},
		Fail: Text{"nobody listens at the destination: its host answered with RST", "目的地没有监听者：对方主机以 RST 应答"},
		Func: "tcp_reset", File: "net/ipv4/tcp_input.c", Doc: "connect(2), ECONNREFUSED",
	}
	ConnectAnswer = &Rule{
		ID:   "connect.answer",
		Pass: Text{"the destination answered", "目的地有应答"},
		Fail: Text{"the destination never answered the SYN", "目的地始终没有应答 SYN"},
		Func: "tcp_write_timeout", File: "net/ipv4/tcp_timer.c", Doc: "connect(2), ETIMEDOUT",
	}
	ConnectKept = &Rule{
		ID:   "connect.kept",
		Pass: Text{"the connection was kept", "连接得以保持"},
		Fail: Text{"the connection ended before connect could return", "连接在 connect 返回之前就结束了"},
		Func: "__inet_stream_connect", File: "net/ipv4/af_inet.c", Doc: "connect(2)",
	}
	WaitDissolved = &Rule{
		ID:   "wait.dissolved",
		Pass: Text{"nobody dissolved the connection meanwhile", "期间没有人解除连接"},
		Fail: Text{"another process dissolved the connection while this one waited", "等待期间另一个进程解除了连接"},
		Func: "sk_wait_event", File: "include/net/sock.h", Doc: "EPIPE",
	}
	ConnectDissolve = &Rule{
		ID:   "connect.dissolve",
		Pass: Text{"AF_UNSPEC dissolves the association", "AF_UNSPEC 解除关联"},
		Fail: Text{"the association stays", "关联保持"},
		Func: "tcp_disconnect", File: "net/ipv4/tcp.c", Doc: "connect(2)",
	}
	ConnectDatagram = &Rule{
		ID:   "connect.datagram",
		Pass: Text{"for UDP, connect only notes the peer: nothing is sent", "对 UDP，connect 只记下对端：不发送任何数据"},
		Fail: Text{"the peer was not noted", "没有记下对端"},
		Func: "__ip4_datagram_connect", File: "net/ipv4/datagram.c", Doc: "udp(7)",
	}
	Connected = &Rule{
		ID:   "connected",
		Pass: Text{"the socket is connected", "套接字已连接"},
		Fail: Text{"the socket is not connected", "套接字未连接"},
		Func: "inet_getname, inet_shutdown, tcp_recvmsg", File: "net/ipv4/af_inet.c", Doc: "ENOTCONN",
	}
	ShutdownHow = &Rule{
		ID:   "shutdown.how",
		Pass: Text{"the direction is known", "方向是已知的"},
		Fail: Text{"HOW is none of SHUT_RD, SHUT_WR and SHUT_RDWR", "HOW 不是 SHUT_RD、SHUT_WR、SHUT_RDWR 之一"},
		Func: "inet_shutdown", File: "net/ipv4/af_inet.c", Doc: "shutdown(2), EINVAL",
	}
)

// TIME_WAIT.
var (
	// 79e9fed46038, in net-next on 4 June 2018, the day after Linux 4.17, and pulled for the next
	twReuseThree = Change{Version{4, 18}, Text{"before Linux 4.18 tcp_tw_reuse was 0 or 1, and 0 unless it was set", "Linux 4.18 之前，tcp_tw_reuse 只有 0 和 1，默认为 0"}}

	TimeWaitExplicit = &Rule{
		ID:   "timewait.explicit",
		Pass: Text{"a TIME_WAIT has this 4-tuple; as the port was bound, the connection may take it", "这个四元组处于 TIME_WAIT；端口是绑定得来的，连接可以接手"},
		Fail: Text{"the 4-tuple is in TIME_WAIT", "这个四元组处于 TIME_WAIT"},
		Func: "tcp_twsk_unique", File: "net/ipv4/tcp_ipv4.c", Doc: "RFC 6191",
	}
	TimeWaitReuse = &Rule{
		ID:   "timewait.reuse",
		Pass: Text{"a TIME_WAIT has this 4-tuple; tcp_tw_reuse lets the connection take it", "这个四元组处于 TIME_WAIT;tcp_tw_reuse 允许连接接手"},
		Fail: Text{"tcp_tw_reuse does not let the connection take it", "tcp_tw_reuse 不允许连接接手"},
		Func: "tcp_twsk_unique", File: "net/ipv4/tcp_ipv4.c", Doc: "tcp(7), tcp_tw_reuse",
		Changed: twReuseThree,
	}
	TimeWaitForbidden = &Rule{
		ID:   "timewait.forbidden",
		Pass: Text{"tcp_tw_reuse lets the connection take the 4-tuple", "tcp_tw_reuse 允许连接接手这个四元组"},
		Fail: Text{"a TIME_WAIT has this 4-tuple, and tcp_tw_reuse does not let a new connection take it", "这个四元组处于 TIME_WAIT，而 tcp_tw_reuse 不允许新连接接手"},
		Func: "tcp_twsk_unique", File: "net/ipv4/tcp_ipv4.c", Doc: "tcp(7), tcp_tw_reuse",
		Changed: twReuseThree,
	}
	TimeWaitYoung = &Rule{
		ID:   "timewait.young",
		Pass: Text{"the TIME_WAIT is older than a second", "TIME_WAIT 已超过一秒"},
		Fail: Text{"a TIME_WAIT has this 4-tuple, and it is not yet older than tcp_tw_reuse_delay (1 s)", "这个四元组处于 TIME_WAIT，且尚未超过 tcp_tw_reuse_delay(1 秒)"},
		Func: "tcp_twsk_unique", File: "net/ipv4/tcp_ipv4.c", Doc: "tcp(7), tcp_tw_reuse",
		// 19ce8cd30465, in net-next on 11 December 2024, before Linux 6.13 was out
		Changed: Change{Version{6, 14}, Text{"before Linux 6.14 the second was counted by the clock in whole seconds", "Linux 6.14 之前，这一秒按整秒计算"}},
	}
	TimeWaitTimestamps = &Rule{
		ID:   "timewait.timestamps",
		Pass: Text{"the peer sent timestamps", "对端发送过时间戳"},
		Fail: Text{"a TIME_WAIT without timestamps is never reused", "没有时间戳的 TIME_WAIT 不会被复用"},
		Func: "tcp_twsk_unique", File: "net/ipv4/tcp_ipv4.c", Doc: "RFC 6191",
	}
	LingerAcked = &Rule{
		ID:   "close.linger",
		Pass: Text{"all data and the FIN were acknowledged", "全部数据和 FIN 都已被确认"},
		Fail: Text{"SO_LINGER: close waits until the peer has acknowledged all data and the FIN", "SO_LINGER:close 等待对端确认全部数据和 FIN"},
		Func: "sk_stream_wait_close", File: "net/core/stream.c", Doc: "socket(7), SO_LINGER",
	}
)

// Closing.
var (
	CloseShared = &Rule{
		ID:   "close.shared",
		Pass: Text{"other descriptors refer to the socket: it stays as it is", "还有别的描述符指向这个套接字：它保持原样"},
		Fail: Text{"this was the last descriptor", "这是最后一个描述符"},
		Func: "fput", File: "fs/file_table.c", Doc: "close(2)",
	}
	CloseOrphan = &Rule{
		ID:   "close.orphan",
		Pass: Text{"the connection goes on without a descriptor: it sends what is left and FIN, and keeps its port", "连接在没有描述符的情况下继续：发完剩余数据和 FIN，并保留端口"},
		Fail: Text{"nothing is left of the connection", "连接没有留下任何东西"},
		Func: "__tcp_close", File: "net/ipv4/tcp.c", Doc: "close(2)",
	}
	CloseReset = &Rule{
		ID:   "close.reset",
		Pass: Text{"data was unread, or SO_LINGER has no time: RST ends the connection at once", "有数据未读，或 SO_LINGER 时间为零：RST 立即结束连接"},
		Fail: Text{"the connection ends with FIN", "连接以 FIN 结束"},
		Func: "__tcp_close", File: "net/ipv4/tcp.c", Doc: "RFC 2525, section 2.17",
	}
)
