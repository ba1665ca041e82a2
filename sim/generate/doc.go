// Package generate makes random scenarios that are worth running: calls that meet each other on few
// ports and addresses, with options set before and after. A seed gives the same scenario for ever
// within one version of this package. The simulator runs along, so that no step is given to a
// process that is blocked or dead.
package generate
