package profile

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
		Changed: Change{Version{5, 7}, Text{"before Linux 5.7 every SO_BINDTODEVICE needed CAP_NET_RAW", "Linux 5.7 之前，任何 SO_BINDTODEVICE 都需要 CAP_NET_RAW"}},
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
