// Package remedy finds the smallest changes of a scenario that would let a call succeed which is
// refused or blocks: set an option on one or both sockets, wait until a timer has fired, bind
// another address or port, close or kill the holder, let the other side close first, and so on.
//
// It knows which edits are worth a try for which rule (cures), and nothing of whether they help:
// each is tried in the simulator, and where it changes the reason of the refusal it is extended by
// the edits for the new reason. What is told is what was seen to work. What people commonly try and
// was seen to fail is told too.
//
// A remedy is not searched for in everything that can be edited. It leaves alone what other calls
// are for: each call before that succeeded still does, with the same result, and so does each
// listen after it.
package remedy
