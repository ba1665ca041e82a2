// Package scenario is the scenario language: it reads and writes texts of system calls, one call
// of one process on a line, with the result that the author claims. It runs nothing; package
// interp does.
package scenario
