package profile

// The rules of Linux 6.x. IDs are stable: links, tests and recorded results name them. Files are in
// the kernel's tree; functions are as named there in 6.18.

// Descriptors and processes.
var (
	FDOpen = &Rule{
		ID:   "fd.open",
		Pass: Text{"the descriptor is open", "描述符是打开的"},
		Fail: Text{"the process has no such descriptor open", "进程没有打开这个描述符"},
		Func: "sockfd_lookup_light", File: "net/socket.c", Doc: "socket(2), EBADF",
	}
	FDSocket = &Rule{
		ID:   "fd.socket",
		Pass: Text{"the descriptor refers to a socket", "描述符指向一个套接字"},
		Fail: Text{"the descriptor refers to a file that is not a socket", "描述符指向的文件不是套接字"},
		Func: "sock_from_file", File: "net/socket.c", Doc: "socket(7), ENOTSOCK",
	}
	FDLimit = &Rule{
		ID:   "fd.limit",
		Pass: Text{"a descriptor number is free", "还有空闲的描述符号"},
		Fail: Text{"all descriptor numbers up to RLIMIT_NOFILE are taken", "RLIMIT_NOFILE 以内的描述符号都已占用"},
		Func: "alloc_fd", File: "fs/file.c", Doc: "getrlimit(2), RLIMIT_NOFILE",
	}
	FDRange = &Rule{
		ID:   "fd.range",
		Pass: Text{"the descriptor number is in range", "描述符号在范围内"},
		Fail: Text{"the number is negative or not below RLIMIT_NOFILE", "描述符号为负，或不小于 RLIMIT_NOFILE"},
		Func: "do_fcntl, ksys_dup3", File: "fs/file.c", Doc: "dup(2), fcntl(2)",
	}
	FcntlCommand = &Rule{
		ID:   "fcntl.command",
		Pass: Text{"the command is known", "命令是已知的"},
		Fail: Text{"the command is not known", "命令未知"},
		Func: "do_fcntl", File: "fs/fcntl.c", Doc: "fcntl(2)",
	}
	KillTarget = &Rule{
		ID:   "kill.target",
		Pass: Text{"the target is alive", "目标进程还在运行"},
		Fail: Text{"no such process is left", "没有这样的进程了"},
		Func: "kill_something_info", File: "kernel/signal.c", Doc: "kill(2), ESRCH",
	}
	KillPermission = &Rule{
		ID:   "kill.permission",
		Pass: Text{"the process may signal the target", "进程有权向目标发信号"},
		Fail: Text{"the target belongs to another user, and the process lacks CAP_KILL", "目标进程属于另一个用户，而本进程没有 CAP_KILL"},
		Func: "check_kill_permission", File: "kernel/signal.c", Doc: "kill(2), EPERM",
	}
	SetuidPermission = &Rule{
		ID:   "setuid.permission",
		Pass: Text{"the process may take that uid", "进程可以取得该 uid"},
		Fail: Text{"a process without CAP_SETUID can only take a uid that it already has", "没有 CAP_SETUID 的进程只能取得它已有的 uid"},
		Func: "__sys_setuid", File: "kernel/sys.c", Doc: "setuid(2), EPERM",
	}
)

// Making sockets.
var (
	SocketFlags = &Rule{
		ID:   "socket.flags",
		Pass: Text{"the flags are known", "标志是已知的"},
		Fail: Text{"only SOCK_NONBLOCK and SOCK_CLOEXEC are flags here", "这里只接受标志 SOCK_NONBLOCK 和 SOCK_CLOEXEC"},
		Func: "__sys_socket, __sys_accept4_file", File: "net/socket.c", Doc: "socket(2), accept(2)",
	}
	SocketProtocol = &Rule{
		ID:   "socket.protocol",
		Pass: Text{"the protocol fits the type", "协议与类型相符"},
		Fail: Text{"the protocol does not go with the socket's type: TCP goes with SOCK_STREAM, UDP with SOCK_DGRAM", "协议与套接字类型不符：TCP 对应 SOCK_STREAM,UDP 对应 SOCK_DGRAM"},
		Func: "inet_create", File: "net/ipv4/af_inet.c", Doc: "socket(2), EPROTONOSUPPORT",
	}
)

// bind: before the port.
var (
	BindFamily = &Rule{
		ID:   "bind.family",
		Pass: Text{"the address is of the socket's family", "地址与套接字同族"},
		Fail: Text{"the address is not of the socket's family, AF_INET", "地址不属于套接字的地址族 AF_INET"},
		Func: "__inet_bind", File: "net/ipv4/af_inet.c", Doc: "ip(7)",
	}
	BindLength6 = &Rule{
		ID:   "bind.length6",
		Pass: Text{"the address is an IPv6 address", "地址是 IPv6 地址"},
		Fail: Text{"an IPv6 socket needs a sockaddr_in6; this address is shorter", "IPv6 套接字需要 sockaddr_in6；这个地址更短"},
		Func: "inet6_bind_sk", File: "net/ipv6/af_inet6.c", Doc: "ipv6(7)",
	}
	BindMulticast6 = &Rule{
		ID:   "bind.multicast6",
		Pass: Text{"the address is not multicast", "地址不是组播地址"},
		Fail: Text{"TCP cannot use an IPv6 multicast address", "TCP 不能使用 IPv6 组播地址"},
		Func: "__inet6_bind", File: "net/ipv6/af_inet6.c", Doc: "",
	}
	BindLocalAddress = &Rule{
		ID:   "bind.local_address",
		Pass: Text{"the address is one of this host", "地址属于本机"},
		Fail: Text{"no interface of this host has the address, and neither ip_nonlocal_bind nor IP_FREEBIND allows that", "本机没有任何接口拥有该地址，ip_nonlocal_bind 和 IP_FREEBIND 也都没有放行"},
		Func: "inet_addr_valid_or_nonlocal", File: "include/net/inet_sock.h", Doc: "ip(7), EADDRNOTAVAIL",
	}
	BindNonlocal = &Rule{
		ID:   "bind.nonlocal",
		Pass: Text{"the host does not have the address, but IP_FREEBIND, IP_TRANSPARENT or ip_nonlocal_bind allows that", "本机没有该地址，但 IP_FREEBIND、IP_TRANSPARENT 或 ip_nonlocal_bind 放行"},
		Fail: Text{"nothing allows the address", "该地址没有放行"},
		Func: "inet_addr_valid_or_nonlocal", File: "include/net/inet_sock.h", Doc: "ip(7), IP_FREEBIND",
	}
	BindPrivilege = &Rule{
		ID:   "bind.privilege",
		Pass: Text{"the port needs no privilege, or the process has CAP_NET_BIND_SERVICE", "端口不需要特权，或者进程拥有 CAP_NET_BIND_SERVICE"},
		Fail: Text{"the port is below ip_unprivileged_port_start and the process lacks CAP_NET_BIND_SERVICE", "端口小于 ip_unprivileged_port_start，而进程没有 CAP_NET_BIND_SERVICE"},
		Func: "inet_port_requires_bind_service", File: "include/net/ip.h", Doc: "ip(7), capabilities(7)",
		// 4548b683b781, in net-next on 24 January 2017, before Linux 4.10 was out
		Changed: Change{Version{4, 11}, Text{"before Linux 4.11 the border was always 1024", "Linux 4.11 之前,界限固定为 1024"}},
	}
	BindUnbound = &Rule{
		ID:   "bind.unbound",
		Pass: Text{"the socket is not bound yet", "套接字尚未绑定"},
		Fail: Text{"the socket already has a port, or is in use: a socket is bound once", "套接字已经有端口，或正在使用：一个套接字只能绑定一次"},
		Func: "__inet_bind", File: "net/ipv4/af_inet.c", Doc: "bind(2), EINVAL",
	}
	BindMappedV6Only = &Rule{
		ID:   "bind.mapped_v6only",
		Pass: Text{"the address fits IPV6_V6ONLY", "地址与 IPV6_V6ONLY 相符"},
		Fail: Text{"a v4-mapped address makes no sense on a socket with IPV6_V6ONLY", "对设置了 IPV6_V6ONLY 的套接字，v4 映射地址没有意义"},
		Func: "__inet6_bind", File: "net/ipv6/af_inet6.c", Doc: "ipv6(7)",
	}
	BindNoPort = &Rule{
		ID:   "bind.no_port",
		Pass: Text{"IP_BIND_ADDRESS_NO_PORT: connect will choose the port", "IP_BIND_ADDRESS_NO_PORT：端口留给 connect 选择"},
		Fail: Text{"bind chooses a port", "bind 要选择端口"},
		Func: "__inet_bind", File: "net/ipv4/af_inet.c", Doc: "ip(7), IP_BIND_ADDRESS_NO_PORT",
	}
	BindScope6 = &Rule{
		ID:   "bind.scope6",
		Pass: Text{"the address needs no interface, or has one", "地址不需要指定接口，或已经指定"},
		Fail: Text{"a link-local address needs an interface (%eth0)", "链路本地地址需要指定接口(%eth0)"},
		Func: "__inet6_bind", File: "net/ipv6/af_inet6.c", Doc: "ipv6(7)",
	}
)

// The port.
var (
	PortUnowned = &Rule{
		ID:   "port.unowned",
		Pass: Text{"no other socket holds this port", "没有别的套接字持有这个端口"},
		Fail: Text{"another socket holds this port", "另一个套接字持有这个端口"},
		Func: "inet_csk_get_port", File: "net/ipv4/inet_connection_sock.c", Doc: "",
	}
	PortFree = &Rule{
		ID:   "port.free",
		Pass: Text{"a port of the ephemeral range is free", "临时端口范围内还有空闲端口"},
		Fail: Text{"no port of the ephemeral range is free for this address", "临时端口范围内没有可供这个地址使用的空闲端口"},
		Func: "inet_csk_find_open_port", File: "net/ipv4/inet_connection_sock.c", Doc: "ip(7), ip_local_port_range",
	}
	PortDevice = &Rule{
		ID:   "port.device",
		Pass: Text{"the owner is bound to another interface", "持有者绑定在另一个网络接口上"},
		Fail: Text{"the owner is bound to the same interface", "持有者绑定在同一个网络接口上"},
		Func: "inet_bind_conflict", File: "net/ipv4/inet_connection_sock.c", Doc: "socket(7), SO_BINDTODEVICE",
	}
	PortAddress = &Rule{
		ID:   "port.address",
		Pass: Text{"the owner's address does not overlap", "持有者的地址没有重叠"},
		Fail: Text{"the owner's address overlaps", "持有者的地址有重叠"},
		Func: "inet_rcv_saddr_equal", File: "net/ipv4/inet_connection_sock.c", Doc: "",
	}
	PortReuseAddr = &Rule{
		ID:   "port.reuseaddr",
		Pass: Text{"the owner overlaps, but both have SO_REUSEADDR and the owner does not listen", "持有者的地址重叠，但双方都设置了 SO_REUSEADDR，且持有者不在监听"},
		Fail: Text{"SO_REUSEADDR does not allow sharing here", "SO_REUSEADDR 在这里不允许共享"},
		Func: "inet_bind_conflict", File: "net/ipv4/inet_connection_sock.c", Doc: "socket(7), SO_REUSEADDR",
	}
	PortReusePort = &Rule{
		ID:   "port.reuseport",
		Pass: Text{"the owner overlaps, but both have SO_REUSEPORT and belong to one user, or the owner is in TIME_WAIT", "持有者的地址重叠，但双方都设置了 SO_REUSEPORT 且属于同一用户，或持有者处于 TIME_WAIT"},
		Fail: Text{"SO_REUSEPORT does not allow sharing here", "SO_REUSEPORT 在这里不允许共享"},
		Func: "inet_bind_conflict", File: "net/ipv4/inet_connection_sock.c", Doc: "socket(7), SO_REUSEPORT",
	}
	PortReusePortKnown = &Rule{
		ID:   "port.reuseport_known",
		Pass: Text{"the port remembers an SO_REUSEPORT bind of this user at this address, and lets another in without asking the owners", "端口记得同一用户在该地址上做过 SO_REUSEPORT 绑定，不再询问各持有者便放行"},
		Fail: Text{"the port remembers no such bind", "端口没有这样的记录"},
		Func: "sk_reuseport_match", File: "net/ipv4/inet_connection_sock.c", Doc: "socket(7), SO_REUSEPORT",
	}
	PortReusePortUser = &Rule{
		ID:   "port.reuseport_user",
		Pass: Text{"both belong to one user", "双方属于同一用户"},
		Fail: Text{"both have SO_REUSEPORT, but the owner was made by another user", "双方都设置了 SO_REUSEPORT，但持有者由另一个用户创建"},
		Func: "inet_bind_conflict", File: "net/ipv4/inet_connection_sock.c", Doc: "socket(7), SO_REUSEPORT",
	}
	PortListening = &Rule{
		ID:   "port.listening",
		Pass: Text{"the owner does not listen", "持有者不在监听"},
		Fail: Text{"the owner listens on an overlapping address: SO_REUSEADDR does not help beside a listener, not even set on both", "持有者正在重叠的地址上监听：面对监听者，即使双方都设置 SO_REUSEADDR 也无济于事"},
		Func: "inet_bind_conflict", File: "net/ipv4/inet_connection_sock.c", Doc: "socket(7), SO_REUSEADDR",
	}
	PortOwnerNoReuse = &Rule{
		ID:   "port.owner_no_reuse",
		Pass: Text{"the owner has SO_REUSEADDR too", "持有者也设置了 SO_REUSEADDR"},
		Fail: Text{"the owner overlaps and does not have SO_REUSEADDR: the flag counts only when both have it", "持有者的地址重叠，而它没有设置 SO_REUSEADDR：双方都设置才算数"},
		Func: "inet_bind_conflict", File: "net/ipv4/inet_connection_sock.c", Doc: "socket(7), SO_REUSEADDR",
		// 770041d337a8, in net-next on 22 December 2023, before Linux 6.7 was out
		Changed: Change{Version{6, 8}, Text{"before Linux 6.8 a port that all owners had bound with SO_REUSEADDR remembered that, though one cleared the flag later", "Linux 6.8 之前,如果所有持有者绑定时都设置了 SO_REUSEADDR,端口会记住这一点,即使之后有持有者清除了该标志"}},
	}
	PortAskingNoReuse = &Rule{
		ID:   "port.asking_no_reuse",
		Pass: Text{"this socket has SO_REUSEADDR too", "本套接字也设置了 SO_REUSEADDR"},
		Fail: Text{"the owner overlaps and has SO_REUSEADDR, but this socket does not: the flag counts only when both have it", "持有者的地址重叠且设置了 SO_REUSEADDR，但本套接字没有：双方都设置才算数"},
		Func: "inet_bind_conflict", File: "net/ipv4/inet_connection_sock.c", Doc: "socket(7), SO_REUSEADDR",
	}
	PortNoReuse = &Rule{
		ID:   "port.no_reuse",
		Pass: Text{"the two share an option", "双方有共同的选项"},
		Fail: Text{"the owner overlaps, and the two have neither SO_REUSEADDR nor SO_REUSEPORT in common", "持有者的地址重叠，而双方没有共同设置 SO_REUSEADDR 或 SO_REUSEPORT"},
		Func: "inet_bind_conflict", File: "net/ipv4/inet_connection_sock.c", Doc: "bind(2), EADDRINUSE",
	}
	PortTaken = &Rule{
		ID:   "port.taken",
		Pass: Text{"the port has no overlapping owner", "端口没有地址重叠的持有者"},
		Fail: Text{"the port has an overlapping owner, and port 0 asks for one without", "端口有地址重叠的持有者，而端口 0 要的是没有这种持有者的端口"},
		Func: "inet_csk_find_open_port", File: "net/ipv4/inet_connection_sock.c", Doc: "",
	}
	DatagramReuseAddr = &Rule{
		ID:   "port.datagram_reuseaddr",
		Pass: Text{"both have SO_REUSEADDR, which lets UDP sockets share an address and port", "双方都设置了 SO_REUSEADDR,UDP 套接字因此可以共享地址和端口"},
		Fail: Text{"SO_REUSEADDR is not set on both", "并非双方都设置了 SO_REUSEADDR"},
		Func: "udp_lib_lport_inuse", File: "net/ipv4/udp.c", Doc: "socket(7), SO_REUSEADDR",
	}
)

// listen and accept.
var (
	ListenStream = &Rule{
		ID:   "listen.stream",
		Pass: Text{"the socket is a stream socket", "套接字是流套接字"},
		Fail: Text{"a UDP socket has no connections to listen for", "UDP 套接字没有连接可供监听"},
		Func: "sock_no_listen, sock_no_accept", File: "net/core/sock.c", Doc: "listen(2), EOPNOTSUPP",
	}
	ListenState = &Rule{
		ID:   "listen.state",
		Pass: Text{"the socket is neither connected nor connecting", "套接字既未连接也不在连接中"},
		Fail: Text{"the socket is, or was, connected; only an unconnected one can listen", "套接字正在或曾经连接；只有未连接的套接字才能监听"},
		Func: "inet_listen", File: "net/ipv4/af_inet.c", Doc: "listen(2), EINVAL",
	}
	ListenAgain = &Rule{
		ID:   "listen.again",
		Pass: Text{"the socket listens already: only its backlog changes", "套接字已在监听：只改变 backlog"},
		Fail: Text{"the socket does not listen yet", "套接字尚未监听"},
		Func: "__inet_listen_sk", File: "net/ipv4/af_inet.c", Doc: "listen(2)",
	}
	AcceptListening = &Rule{
		ID:   "accept.listening",
		Pass: Text{"the socket listens", "套接字在监听"},
		Fail: Text{"the socket does not listen", "套接字不在监听"},
		Func: "inet_csk_accept", File: "net/ipv4/inet_connection_sock.c", Doc: "accept(2), EINVAL",
	}
	AcceptQueue = &Rule{
		ID:   "accept.queue",
		Pass: Text{"a connection was waiting in the accept queue", "接受队列里有连接在等待"},
		Fail: Text{"the accept queue is empty", "接受队列是空的"},
		Func: "inet_csk_accept", File: "net/ipv4/inet_connection_sock.c", Doc: "accept(2)",
	}
)

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
		Pass: Text{"the address needs no interface, or has one", "地址不需要指定接口,或已经指定"},
		Fail: Text{"a link-local address needs an interface: a socket that is bound to one", "链路本地地址需要接口:套接字要先绑定到一个接口"},
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
		Changed: Change{Version{6, 18}, Text{"before Linux 6.18 a port that was bound once stayed out of the choice until its last owner was gone", "Linux 6.18 之前,曾被 bind 过的端口要等最后一个持有者消失后才会再被选用"}},
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
		// 79e9fed46038, in net-next on 4 June 2018, the day after Linux 4.17, and pulled for the next
		Changed: Change{Version{4, 18}, Text{"before Linux 4.18 tcp_tw_reuse was 0 or 1, and 0 unless it was set", "Linux 4.18 之前,tcp_tw_reuse 只有 0 和 1,默认为 0"}},
	}
	TimeWaitForbidden = &Rule{
		ID:   "timewait.forbidden",
		Pass: Text{"tcp_tw_reuse lets the connection take the 4-tuple", "tcp_tw_reuse 允许连接接手这个四元组"},
		Fail: Text{"a TIME_WAIT has this 4-tuple, and tcp_tw_reuse does not let a new connection take it", "这个四元组处于 TIME_WAIT，而 tcp_tw_reuse 不允许新连接接手"},
		Func: "tcp_twsk_unique", File: "net/ipv4/tcp_ipv4.c", Doc: "tcp(7), tcp_tw_reuse",
		// 79e9fed46038, in net-next on 4 June 2018, the day after Linux 4.17, and pulled for the next
		Changed: Change{Version{4, 18}, Text{"before Linux 4.18 tcp_tw_reuse was 0 or 1, and 0 unless it was set", "Linux 4.18 之前,tcp_tw_reuse 只有 0 和 1,默认为 0"}},
	}
	TimeWaitYoung = &Rule{
		ID:   "timewait.young",
		Pass: Text{"the TIME_WAIT is older than a second", "TIME_WAIT 已超过一秒"},
		Fail: Text{"a TIME_WAIT has this 4-tuple, and it is not yet older than tcp_tw_reuse_delay (1 s)", "这个四元组处于 TIME_WAIT，且尚未超过 tcp_tw_reuse_delay(1 秒)"},
		Func: "tcp_twsk_unique", File: "net/ipv4/tcp_ipv4.c", Doc: "tcp(7), tcp_tw_reuse",
		// 19ce8cd30465, in net-next on 11 December 2024, before Linux 6.13 was out
		Changed: Change{Version{6, 14}, Text{"before Linux 6.14 the second was counted by the clock in whole seconds", "Linux 6.14 之前,这一秒按整秒计算"}},
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

// Options.
var (
	OptionKnown = &Rule{
		ID:   "option.known",
		Pass: Text{"the socket has this option", "套接字有这个选项"},
		Fail: Text{"a socket of this family and protocol does not have the option, or it can only be read", "这一地址族和协议的套接字没有该选项，或它只能读取"},
		Func: "sock_setsockopt", File: "net/core/sock.c", Doc: "setsockopt(2), ENOPROTOOPT",
	}
	OptionBeforeBind = &Rule{
		ID:   "option.before_bind",
		Pass: Text{"the socket is not bound yet", "套接字尚未绑定"},
		Fail: Text{"IPV6_V6ONLY can only be changed before bind", "IPV6_V6ONLY 只能在 bind 之前修改"},
		Func: "do_ipv6_setsockopt", File: "net/ipv6/ipv6_sockglue.c", Doc: "ipv6(7)",
	}
	OptionPrivilege = &Rule{
		ID:   "option.privilege",
		Pass: Text{"the process has the capability", "进程拥有所需的能力"},
		Fail: Text{"the option needs a capability that the process lacks (CAP_NET_ADMIN or CAP_NET_RAW)", "该选项需要进程所没有的能力(CAP_NET_ADMIN 或 CAP_NET_RAW)"},
		Func: "do_ip_setsockopt, sock_bindtoindex", File: "net/ipv4/ip_sockglue.c", Doc: "capabilities(7)",
		// c427bfec18f2, in net on 2 April 2020, while 5.7 was being made
		Changed: Change{Version{5, 7}, Text{"before Linux 5.7 every SO_BINDTODEVICE needed CAP_NET_RAW", "Linux 5.7 之前,任何 SO_BINDTODEVICE 都需要 CAP_NET_RAW"}},
	}
	OptionDevice = &Rule{
		ID:   "option.device",
		Pass: Text{"the interface exists", "网络接口存在"},
		Fail: Text{"no interface has this name", "没有这个名字的网络接口"},
		Func: "sock_setbindtodevice", File: "net/core/sock.c", Doc: "socket(7), SO_BINDTODEVICE",
	}
	OptionRange = &Rule{
		ID:   "option.range",
		Pass: Text{"the range is in order", "范围次序正确"},
		Fail: Text{"the range's low end is above its high end", "范围的下限高于上限"},
		Func: "do_ip_setsockopt", File: "net/ipv4/ip_sockglue.c", Doc: "ip(7), IP_LOCAL_PORT_RANGE",
		// 91d0b78c5177; ip(7): "since Linux 6.3"
		Changed: Change{Version{6, 3}, Text{"before Linux 6.3 there is no IP_LOCAL_PORT_RANGE", "Linux 6.3 之前没有 IP_LOCAL_PORT_RANGE"}},
	}
)

// Rules returns every rule, in the order above.
func Rules() []*Rule { return rules[:] }

func init() {
	for i, r := range rules {
		r.number = uint8(i)
	}
}

var rules = [...]*Rule{
	FDOpen,
	FDSocket,
	FDLimit,
	FDRange,
	FcntlCommand,
	KillTarget,
	KillPermission,
	SetuidPermission,
	SocketFlags,
	SocketProtocol,
	BindFamily,
	BindLength6,
	BindMulticast6,
	BindLocalAddress,
	BindNonlocal,
	BindPrivilege,
	BindUnbound,
	BindMappedV6Only,
	BindNoPort,
	BindScope6,
	PortUnowned,
	PortFree,
	PortDevice,
	PortAddress,
	PortReuseAddr,
	PortReusePort,
	PortReusePortKnown,
	PortReusePortUser,
	PortListening,
	PortOwnerNoReuse,
	PortAskingNoReuse,
	PortNoReuse,
	PortTaken,
	DatagramReuseAddr,
	ListenStream,
	ListenState,
	ListenAgain,
	AcceptListening,
	AcceptQueue,
	ConnectFamily,
	ConnectLength6,
	ConnectUnicast,
	ConnectRoute,
	ConnectLoopbackSource,
	ConnectMappedV6Only,
	ConnectScope6,
	ConnectMappedSource,
	ConnectTuple,
	ConnectPort,
	ConnectSharedPort,
	ConnectCrossed,
	ConnectOnce,
	ConnectAlready,
	ConnectWait,
	ConnectShut,
	ConnectListener,
	ConnectAnswer,
	ConnectKept,
	WaitDissolved,
	ConnectDissolve,
	ConnectDatagram,
	Connected,
	ShutdownHow,
	TimeWaitExplicit,
	TimeWaitReuse,
	TimeWaitForbidden,
	TimeWaitYoung,
	TimeWaitTimestamps,
	LingerAcked,
	CloseShared,
	CloseOrphan,
	CloseReset,
	SendHalfClosed,
	SendDatagram,
	SendConnected,
	SendOpen,
	SendRoom,
	SendDestination,
	SendPort,
	SendSize,
	SendBroadcast,
	PendingError,
	RecvData,
	RecvEnd,
	RecvShut,
	OptionKnown,
	OptionBeforeBind,
	OptionPrivilege,
	OptionDevice,
	OptionRange,
}
