package kernel

import (
	"slices"

	"portlab/sim/abi"
	"portlab/sim/profile"
)

// sysFork is fork(2): the child gets a copy of the table; the open file descriptions are shared.
func (k *Kernel) sysFork(p *Process, child string) reply {
	c := &Process{name: child, pid: k.newPID(child), parent: p.name, uid: p.uid, state: Running}
	c.fds = FDTable{list: slices.Clone(p.fds.list), full: p.fds.full}
	for _, fd := range c.fds.list {
		if fd.file != 0 {
			k.share(fd.file)
		}
	}
	k.procs = append(k.procs, c)
	return k.ok(0)
}

// sysExecve is execve(2) as far as descriptors go.
func (k *Kernel) sysExecve(p *Process, c *abi.Call) reply {
	return k.closeLast(p, c, k.unrefAll(p, func(fd FD) bool { return fd.closeOnExec }))
}

// sysKill is kill(2) with SIGKILL. A process that has ended is not there any more: in a scenario
// nothing is left of it to wait for.
func (k *Kernel) sysKill(p *Process, target string) reply {
	t := k.process(target)
	if t == nil || t.state == Exited || t.state == Killed {
		return k.fail(abi.ESRCH, profile.KillTarget)
	}
	if p.uid != 0 && p.uid != t.uid {
		return k.fail(abi.EPERM, profile.KillPermission)
	}
	k.end(t, Killed, 0)
	return reply{gone: t == p}
}

// end ends a process and closes its descriptors.
func (k *Kernel) end(p *Process, state ProcState, status int) {
	if w := p.wait; w != nil {
		if s := k.socks.at(w.sock); s != nil {
			k.orphan(s)
		}
		for _, file := range slices.Backward(w.rest) {
			k.closeFile(file, true)
		}
		k.unblock(p)
	}
	p.state, p.status = state, status
	k.closeAll(p)
	p.fds = FDTable{}
}

// sysSetuid is setuid(2): root becomes anyone, others only themselves.
func (k *Kernel) sysSetuid(p *Process, uid int) reply {
	if !p.privileged() && uid != p.uid {
		return k.fail(abi.EPERM, profile.SetuidPermission)
	}
	p.uid = uid
	return k.ok(0)
}
