// Package scenario is the scenario language: it reads and writes texts of system calls, one call
// of one process on a line, with the result that the author claims. It runs nothing; package
// interp does.
//
// Parse reads a text in three passes over each line: the comment is cut off, the line is taken
// apart into spans (a process, a call, arguments, a result), and each span is read as what the
// call wants there. A line that cannot be read is left out of the Scenario and gives one Error.
// When every line could be read, what the lines say together is checked as far as no machine is
// needed for it: names of processes, ports and interfaces, and sysctls that limit each other.
// Whether a process is blocked, or a $port is bound when it is used, only a run can tell.
//
// Left out on purpose: strace's signal lines, time stamps, abbreviated strings and the calls that
// have nothing to do with sockets. Those are for the importer of strace logs.
package scenario
