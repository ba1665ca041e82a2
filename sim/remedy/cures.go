package remedy

import "portlab/sim/profile"

// A cure returns the changes of one sort that may help where a call was refused.
type cure func(*scene) []*change

// cures lists by the rule that refuses a call what may help.
var cures = map[*profile.Rule][]cure{
	profile.PortNoReuse:       portCures,
	profile.PortOwnerNoReuse:  portCures,
	profile.PortAskingNoReuse: portCures,
	profile.PortListening:     portCures,
	profile.PortReusePortUser: append(portCures[:len(portCures):len(portCures)], (*scene).sameUser),
	profile.PortFree: {(*scene).noPort, (*scene).wait, (*scene).address, (*scene).otherPort, (*scene).widerRange,
		(*scene).autobindReuse, (*scene).closeInRange},

	profile.BindUnbound:      {(*scene).freshSocket, (*scene).leaveUnbound},
	profile.BindLocalAddress: {(*scene).freebind, (*scene).address, (*scene).wildcard, (*scene).nonlocalBind, (*scene).addAddress},
	profile.BindPrivilege:    {(*scene).unprivilegedPort, (*scene).laterSetuid, (*scene).noSetuid, (*scene).unprivilegedStart},
	profile.BindFamily:       {(*scene).sameFamily, (*scene).otherFamily},
	profile.BindLength6:      {(*scene).sameFamily, (*scene).otherFamily},
	profile.BindMappedV6Only: {(*scene).noV6Only, (*scene).address},
	profile.BindMulticast6:   {(*scene).address, (*scene).wildcard},
	profile.BindScope6:       {(*scene).address, (*scene).wildcard},

	profile.ListenStream:    {(*scene).streamSocket},
	profile.ListenState:     {(*scene).freshSocket},
	profile.AcceptListening: {(*scene).listen},
	profile.AcceptQueue:     {(*scene).client},

	profile.ConnectFamily:       {(*scene).sameFamily, (*scene).otherFamily},
	profile.ConnectLength6:      {(*scene).sameFamily, (*scene).otherFamily},
	profile.ConnectMappedV6Only: {(*scene).noV6Only, (*scene).destination},
	profile.ConnectScope6:       {(*scene).destination},
	profile.ConnectRoute:        {(*scene).destination, (*scene).addAddress},
	profile.ConnectUnicast:      {(*scene).destination},
	profile.ConnectMappedSource: {(*scene).destination, (*scene).leaveUnbound},
	profile.ConnectTuple:        {(*scene).wait, (*scene).otherPort, (*scene).leaveUnbound, (*scene).address, (*scene).closeHolder},
	profile.ConnectPort:         {(*scene).wait, (*scene).address, (*scene).widerRange, (*scene).twReuse, (*scene).closeInRange},
	profile.TimeWaitForbidden:   {(*scene).wait, (*scene).address, (*scene).widerRange, (*scene).twReuse, (*scene).closeInRange},
	profile.TimeWaitYoung:       {(*scene).wait, (*scene).address, (*scene).widerRange, (*scene).twReuse, (*scene).closeInRange},
	profile.ConnectOnce:         {(*scene).freshSocket},
	profile.ConnectShut:         {(*scene).freshSocket, (*scene).noShutdown},
	profile.ConnectListener:     {(*scene).listenThere, (*scene).destination, (*scene).server},
	profile.ConnectWait:         {(*scene).acceptFirst, (*scene).backlog, (*scene).blockingSocket, (*scene).destination},
	profile.ConnectAnswer:       {(*scene).acceptFirst, (*scene).backlog, (*scene).destination},
	profile.Connected:           {(*scene).connectFirst},
	profile.SendDestination:     {(*scene).connectFirst},
	profile.SendBroadcast:       {(*scene).broadcast},
	profile.SendOpen:            {(*scene).noShutdown},
	profile.SendRoom:            {(*scene).peerReads},
	profile.LingerAcked:         {(*scene).peerReads, (*scene).noLinger},
	profile.RecvData:            {(*scene).peerSends},
	profile.PendingError:        {(*scene).takeError},
	profile.FDOpen:              {(*scene).otherFD},
	profile.FDSocket:            {(*scene).otherFD},
	profile.SocketProtocol:      {(*scene).ownProtocol},
	profile.OptionBeforeBind:    {(*scene).earlier},
	profile.OptionDevice:        {(*scene).addLink},
	profile.OptionPrivilege:     {(*scene).laterSetuid, (*scene).noSetuid},
	profile.KillPermission:      {(*scene).noSetuid},
	profile.SetuidPermission:    {(*scene).noSetuid},
}

// portCures are for a port that another socket holds.
var portCures = []cure{(*scene).reuseAddr, (*scene).v6Only, (*scene).wait, (*scene).closeOrder, (*scene).reusePort,
	(*scene).address, (*scene).otherPort, (*scene).anyPort, (*scene).closeHolder, (*scene).killHolder,
	(*scene).lingerZero, (*scene).lures}

// isPort reports whether a rule is about a port that another socket holds.
func isPort(r *profile.Rule) bool {
	switch r {
	case profile.PortNoReuse, profile.PortOwnerNoReuse, profile.PortAskingNoReuse, profile.PortListening, profile.PortReusePortUser:
		return true
	}
	return false
}

// cures returns the candidates of one change each that may help here: all, or those that may help a
// change with that goal.
func (c *scene) cures(goal string) []candidate {
	var list []candidate
	for _, f := range cures[c.rule] {
		for _, ch := range f(c) {
			if goal == "" || helps(ch.goal, goal) {
				ch.against = c.rule
				list = append(list, candidate{ch})
			}
		}
	}
	return list
}
