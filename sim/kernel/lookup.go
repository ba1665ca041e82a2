package kernel

// SocketOf returns the id of the socket that a process's descriptor refers to, 0 where there is no
// such process or descriptor, or it refers to a file that is no socket.
func (k *Kernel) SocketOf(process string, fd int) int {
	p := k.process(process)
	if p == nil {
		return 0
	}
	if f := k.file(p, fd); f != nil {
		return int(f.sock)
	}
	return 0
}
