package profile

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
		Changed: Change{Version{4, 11}, Text{"before Linux 4.11 the border was always 1024", "Linux 4.11 之前，界限固定为 1024"}},
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
		Changed: Change{Version{6, 8}, Text{"before Linux 6.8 a port that all owners had bound with SO_REUSEADDR remembered that, though one cleared the flag later", "Linux 6.8 之前，如果所有持有者绑定时都设置了 SO_REUSEADDR，端口会记住这一点，即使之后有持有者清除了该标志"}},
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
