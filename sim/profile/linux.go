package profile

import "time"

// Linux is Linux 6.18. Sources are named as in its tree.
var Linux = &Profile{
	Name:    "linux",
	Version: Version{6, 18},

	TimeWait:           60 * time.Second,        // TCP_TIMEWAIT_LEN, include/net/tcp.h
	FinWait2Max:        120 * time.Second,       // TCP_FIN_TIMEOUT_MAX, include/net/tcp.h
	RetransmitFirst:    time.Second,             // TCP_TIMEOUT_INIT, RFC 6298 section 2.1
	SynRetries:         6,                       // tcp_syn_retries
	SynLinear:          4,                       // tcp_syn_linear_timeouts
	SynAckRetries:      5,                       // tcp_synack_retries
	TimeWaitISNStep:    65535 + 2,               // tcp_twsk_unique
	TimeWaitReuseDelay: 1000 * time.Millisecond, // tcp_tw_reuse_delay
	MaxTimeWait:        131072,                  // half the established hash; depends on memory
	SendBuffer:         16384,                   // tcp_wmem[1]; grows by itself until SO_SNDBUF is set
	ReceiveBuffer:      131072,                  // tcp_rmem[1]; grows by itself until SO_RCVBUF is set
	DatagramBuffer:     212992,                  // net.core.rmem_default, wmem_default

	Bind:             linuxBind,
	Conflict:         linuxConflict,
	DatagramConflict: linuxDatagramConflict,
	TimeWaitReusable: linuxTimeWaitReusable,
	ListenerScore:    linuxListenerScore,
	DatagramScore:    linuxDatagramScore,
}
