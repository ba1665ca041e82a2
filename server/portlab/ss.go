package main

import (
	"slices"

	"portlab/sim/kernel"
	"portlab/sim/trace"
)

// socketRows returns the kernel's sockets as ss lists them.
func socketRows(v kernel.View) []trace.SSRow {
	users := socketUsers(v)
	var rows []trace.SSRow
	for _, s := range v.Sockets {
		if s.Gone {
			continue
		}
		rows = append(rows, trace.SSRow{
			Type: s.Type, State: s.State, RecvQ: s.RecvQ, SendQ: s.SendQ, Local: s.Local, Peer: s.Peer,
			V6Only: s.V6Only, Device: s.Device, Users: users[s.ID],
		})
	}
	return rows
}

// socketUsers returns the descriptors that refer to each socket, by its ID: ss lists the latest
// process and the highest descriptor first.
func socketUsers(v kernel.View) map[int][]trace.SSUser {
	socketOf := map[int]int{}
	for _, d := range v.Descriptions {
		socketOf[d.ID] = d.Socket
	}
	users := map[int][]trace.SSUser{}
	for _, p := range slices.Backward(v.Processes) {
		for _, fd := range slices.Backward(p.FDs) {
			if id, ok := socketOf[fd.Description]; ok {
				users[id] = append(users[id], trace.SSUser{Name: p.Name, PID: p.PID, FD: fd.FD})
			}
		}
	}
	return users
}
