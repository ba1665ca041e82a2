package kernel

import (
	"slices"

	"portlab/sim/abi"
	"portlab/sim/profile"
)

// A reply is the number that a call answers, or that it waits. What else it answers, and why, is in
// the frame.
type reply struct {
	ret   int
	errno abi.Errno
	wait  bool
	gone  bool // the call did not return: its process has ended
}

// A frame is a call under way: its reason, and what it answers besides a number.
type frame struct {
	why    profile.Verdict
	result abi.Result
	kept   profile.Check // how a connect that waits has come by its port, where that is surprising
}

// beginFrame begins a call, or goes on with one that has blocked.
func (k *Kernel) beginFrame() {
	k.frame = frame{why: profile.Verdict{Checks: k.checks[len(k.checks):]}}
}

// endFrame returns the reason of the call, as long as the Outcome is good.
func (k *Kernel) endFrame() profile.Verdict {
	v := k.frame.why
	first := len(k.checks)
	k.checks = append(k.checks, v.Checks...)
	v.Checks = k.checks[first:len(k.checks):len(k.checks)]
	return v
}

// answer is what a program sees of a call.
func (f *frame) answer(r reply) abi.Result {
	f.result.Ret, f.result.Errno, f.result.Gone = r.ret, r.errno, r.gone
	return f.result
}

// decided is the reply of a call that its verdict decided: 0, or the errno.
func (k *Kernel) decided() reply {
	if e := k.frame.why.Errno; e != 0 {
		return reply{ret: -1, errno: e}
	}
	return reply{}
}

// clearVerdict forgets the checks so far, where one rule says all that is to be said.
func (k *Kernel) clearVerdict() *profile.Verdict {
	v := &k.frame.why
	v.Errno, v.Checks = 0, v.Checks[:0]
	return v
}

// ok is the reply of a call that succeeded with a number.
func (k *Kernel) ok(ret int) reply {
	k.clearVerdict()
	return reply{ret: ret}
}

// okNoting is ok with the rule that let the call succeed.
func (k *Kernel) okNoting(ret int, rule *profile.Rule) reply {
	k.clearVerdict().Note(rule)
	return reply{ret: ret}
}

// okNotingOf is okNoting for a rule that a socket decides.
func (k *Kernel) okNotingOf(ret int, rule *profile.Rule, socket int) reply {
	k.clearVerdict().NoteOf(rule, socket)
	return reply{ret: ret}
}

// fail is the reply of a call that one rule refused.
func (k *Kernel) fail(e abi.Errno, rule *profile.Rule) reply {
	k.clearVerdict().Require(false, e, rule)
	return k.decided()
}

// failOn is fail for a rule that a socket decides.
func (k *Kernel) failOn(e abi.Errno, rule *profile.Rule, socket int) reply {
	k.clearVerdict().RequireOf(false, e, rule, socket)
	return k.decided()
}

// blocks is the reply of a call that waits until the rule holds of a socket.
func (k *Kernel) blocks(rule *profile.Rule, socket int) reply {
	k.clearVerdict().RequireOf(false, 0, rule, socket)
	return reply{wait: true}
}

// enter carries out a call up to where it returns or waits.
func (k *Kernel) enter(p *Process, c *abi.Call) reply {
	file, refused := k.lookup(p, c)
	if refused {
		return k.decided()
	}
	r := k.dispatch(p, file, c)
	if r.wait && p.wait == nil {
		k.block(p, &wait{call: c, file: p.fds.get(c.FD), kept: k.frame.kept})
	}
	return r
}

// block makes the process wait, behind those that wait already.
func (k *Kernel) block(p *Process, w *wait) {
	p.state, p.wait = Waiting, w
	if s := k.waitsOn(p); s != nil {
		w.disconnects = s.disconnects
	}
	k.waiters = append(k.waiters, p)
}

// unblock ends a process's wait.
func (k *Kernel) unblock(p *Process) {
	p.state, p.wait = Running, nil
	k.waiters = slices.DeleteFunc(k.waiters, func(o *Process) bool { return o == p })
}

// onSocket reports whether a call needs a socket.
func onSocket(call string) bool {
	switch call {
	case "bind", "listen", "accept", "accept4", "connect", "shutdown", "setsockopt", "getsockopt",
		"getsockname", "getpeername", "send", "sendto", "recv", "recvfrom":
		return true
	}
	return false
}

// onFile reports whether a call needs a descriptor, of a socket or not.
func onFile(call string) bool {
	switch call {
	case "close", "dup", "dup2", "fcntl", "read", "write":
		return true
	}
	return false
}

// lookup finds the open file description that the call is about: nil for a call about none. Where
// the call needs one and has none, it is refused.
func (k *Kernel) lookup(p *Process, c *abi.Call) (f *FileDescription, refused bool) {
	socket := onSocket(c.Name)
	if !socket && !onFile(c.Name) {
		return nil, false
	}
	f = k.file(p, c.FD)
	switch {
	case f == nil:
		k.fail(abi.EBADF, profile.FDOpen)
	case socket && f.sock == 0:
		k.fail(abi.ENOTSOCK, profile.FDSocket)
	default:
		return f, false
	}
	return nil, true
}

func (k *Kernel) dispatch(p *Process, f *FileDescription, c *abi.Call) reply {
	if f == nil {
		return k.processCall(p, c)
	}
	s := k.socks.at(f.sock)
	switch c.Name {
	case "bind":
		return k.sysBind(p, s, c.Addr)
	case "listen":
		return k.sysListen(s, c.Backlog)
	case "accept", "accept4":
		return k.sysAccept(p, f, s, c)
	case "connect":
		return k.sysConnect(f, s, c.Addr)
	case "shutdown":
		return k.sysShutdown(s, c.How)
	case "close":
		return k.sysClose(p, c.FD)
	case "dup":
		return k.dupFD(p, c.FD, 0, false)
	case "dup2":
		return k.sysDup2(p, c.FD, c.FD2)
	case "fcntl":
		return k.sysFcntl(p, f, c)
	case "setsockopt":
		return k.sysSetsockopt(p, s, c)
	case "getsockopt":
		return k.sysGetsockopt(s, c)
	case "getsockname":
		k.frame.result.Addr = s.name()
		return reply{}
	case "getpeername":
		return k.sysGetpeername(s)
	case "send", "sendto", "write":
		return k.sysSend(p, f, s, c)
	case "recv", "recvfrom", "read":
		return k.sysRecv(p, f, s, c)
	}
	panic("kernel: no such call: " + c.Name)
}

// processCall carries out a call that is about no descriptor.
func (k *Kernel) processCall(p *Process, c *abi.Call) reply {
	switch c.Name {
	case "socket":
		return k.sysSocket(p, c)
	case "fork":
		return k.sysFork(p, c.Child)
	case "execve":
		return k.sysExecve(p, c)
	case "exit":
		k.end(p, Exited, c.Status)
		return reply{gone: true}
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
	s := k.waitsOn(p)
	if s == nil {
		return !k.socks.at(w.sock).closing() || k.clock.now >= w.until
	}
	switch w.call.Name {
	case "accept", "accept4":
		return w.woken || s.state == Listen && k.queued(s) > 0
	case "connect":
		return !s.connecting()
	case "recv", "recvfrom", "read":
		return k.readable(s)
	}
	return !s.connecting() && (s.err != 0 || s.sendClosed() || k.writable(s) > 0)
}

// resume goes on with a waiting call.
func (k *Kernel) resume(p *Process) reply {
	w := p.wait
	s := k.waitsOn(p)
	if s == nil {
		return k.finishLinger(p)
	}
	f := k.files.at(w.file)
	if name := w.call.Name; name == "accept" || name == "accept4" {
		return k.sysAccept(p, f, s, w.call)
	}
	if s.disconnects != w.disconnects {
		return k.failOn(abi.EPIPE, profile.WaitDissolved, s.id)
	}
	switch w.call.Name {
	case "connect":
		if w.kept.Rule != nil {
			k.frame.why.NoteOf(w.kept.Rule, w.kept.Socket)
		}
		return k.finishConnect(s)
	case "recv", "recvfrom", "read":
		return k.sysRecv(p, f, s, w.call)
	}
	return k.sysSend(p, f, s, w.call)
}
