package remedy

import "portlab/sim/profile"

// arguments are the rules about what a call is given: where one is broken, no option, address or process
// around the call changes that, and the call itself must be another.
var arguments = map[*profile.Rule]bool{
	profile.FDOpen:         true,
	profile.FDSocket:       true,
	profile.FDRange:        true,
	profile.FcntlCommand:   true,
	profile.KillTarget:     true,
	profile.SocketFlags:    true,
	profile.SocketProtocol: true,
	profile.ShutdownHow:    true,
	profile.OptionKnown:    true,
	profile.OptionRange:    true,
	profile.SendPort:       true,
	profile.SendSize:       true,
}
