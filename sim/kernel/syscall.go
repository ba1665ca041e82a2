package kernel

import (
	"portlab/sim/abi"
	"portlab/sim/profile"
)

// A reply is what a call answers, or that it waits.
type reply struct {
	abi.Result
	why  profile.Verdict
	wait bool
}

// ok is the reply of a call that succeeded with a number.
func ok(ret int) reply { return reply{Result: abi.Result{Ret: ret}} }

// because is the reply of a call that a verdict decided: 0, or its errno.
func because(v profile.Verdict) reply {
	if v.Errno != 0 {
		return reply{Result: abi.Fail(v.Errno), why: v}
	}
	return reply{why: v}
}

// fail is the reply of a call that one rule refused.
func fail(e abi.Errno, rule *profile.Rule, sockets ...int) reply {
	return because(profile.Refuse(e, rule, sockets...))
}

// blocks is the reply of a call that waits until the rule holds.
func blocks(rule *profile.Rule, sockets ...int) reply {
	return reply{wait: true, why: profile.Verdict{Checks: []profile.Check{{Rule: rule, Sockets: sockets}}}}
}

// noting adds a rule that passed to a reply's reason.
func (r reply) noting(rule *profile.Rule, sockets ...int) reply {
	r.why.Checks = append(r.why.Checks, profile.Check{Rule: rule, OK: true, Sockets: sockets})
	return r
}

// enter carries out a call up to where it returns or waits.
func (k *Kernel) enter(p *Process, c abi.Call) reply {
	file, refused := k.lookup(p, c)
	if refused != nil {
		return *refused
	}
	r := k.dispatch(p, file, c)
	if r.wait && p.wait == nil {
		k.block(p, &wait{call: c, file: file})
	}
	return r
}

// block makes the process wait. It keeps its place among those that wait for the same thing.
func (k *Kernel) block(p *Process, w *wait) {
	k.waits++
	w.seq = k.waits
	if w.file != nil {
		w.disconnects = w.file.sock.disconnects
	}
	p.state, p.wait = Waiting, w
}

// onSocket are the calls that need a socket, and onFile those that need any descriptor.
var (
	onSocket = map[string]bool{"bind": true, "listen": true, "accept": true, "accept4": true,
		"connect": true, "shutdown": true, "setsockopt": true, "getsockopt": true,
		"getsockname": true, "getpeername": true, "send": true, "sendto": true, "recv": true,
		"recvfrom": true}
	onFile = map[string]bool{"close": true, "dup": true, "dup2": true, "fcntl": true, "read": true, "write": true}
)

// lookup finds the open file description that the call is about: nil for a call about none.
func (k *Kernel) lookup(p *Process, c abi.Call) (*FileDescription, *reply) {
	if !onSocket[c.Name] && !onFile[c.Name] {
		return nil, nil
	}
	file := p.fds.get(c.FD)
	if file == nil {
		r := fail(abi.EBADF, profile.FDOpen)
		return nil, &r
	}
	if onSocket[c.Name] && file.sock == nil {
		r := fail(abi.ENOTSOCK, profile.FDSocket)
		return nil, &r
	}
	return file, nil
}

func (k *Kernel) dispatch(p *Process, f *FileDescription, c abi.Call) reply {
	switch c.Name {
	case "socket":
		return k.sysSocket(p, c)
	case "bind":
		return k.sysBind(p, f.sock, c.Addr)
	case "listen":
		return k.sysListen(f.sock, c.Backlog)
	case "accept", "accept4":
		return k.sysAccept(p, f, c)
	case "connect":
		return k.sysConnect(f, c.Addr)
	case "shutdown":
		return k.sysShutdown(f.sock, c.How)
	case "close":
		return k.sysClose(p, c.FD)
	case "dup":
		return k.dupFD(p, f, 0, false)
	case "dup2":
		return k.sysDup2(p, f, c.FD, c.FD2)
	case "fcntl":
		return k.sysFcntl(p, f, c)
	case "setsockopt":
		return k.sysSetsockopt(p, f.sock, c)
	case "getsockopt":
		return k.sysGetsockopt(f.sock, c)
	case "getsockname":
		return reply{Result: abi.Result{Addr: f.sock.name()}}
	case "getpeername":
		return k.sysGetpeername(f.sock)
	case "send", "sendto", "write":
		return k.sysSend(p, f, c)
	case "recv", "recvfrom", "read":
		return k.sysRecv(p, f, c)
	case "fork":
		return k.sysFork(p, c.Child)
	case "execve":
		return k.sysExecve(p)
	case "exit":
		k.end(p, Exited, c.Status)
		return reply{Result: abi.Result{Gone: true}}
	case "kill":
		return k.sysKill(p, c.Target)
	case "setuid":
		return k.sysSetuid(p, c.UID)
	}
	panic("kernel: no such call: " + c.Name)
}

// ready reports whether a waiting call may have something to do: a cheap test, so that settle need
// not try calls that would wait again.
func (k *Kernel) ready(p *Process) bool {
	w := p.wait
	if w.sock != nil {
		return !w.sock.closing() || k.clock.now >= w.until
	}
	s := w.file.sock
	switch w.call.Name {
	case "accept", "accept4":
		return w.woken || s.state == Listen && len(s.listener.queue) > 0
	case "connect":
		return !s.connecting()
	case "recv", "recvfrom", "read":
		return k.readable(s)
	}
	return !s.connecting() && (s.err != 0 || s.sendClosed() || s.writable() > 0)
}

// resume goes on with a waiting call.
func (k *Kernel) resume(p *Process) reply {
	w := p.wait
	if w.sock != nil {
		return k.finishLinger(p)
	}
	if name := w.call.Name; name == "accept" || name == "accept4" {
		return k.sysAccept(p, w.file, w.call)
	}
	if s := w.file.sock; s.disconnects != w.disconnects {
		return fail(abi.EPIPE, profile.WaitDissolved, s.id)
	}
	switch w.call.Name {
	case "connect":
		return k.finishConnect(w.file.sock)
	case "recv", "recvfrom", "read":
		return k.sysRecv(p, w.file, w.call)
	}
	return k.sysSend(p, w.file, w.call)
}
