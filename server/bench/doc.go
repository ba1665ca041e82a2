// Command bench measures the simulator beside the kernel of the host and prints a table: what was
// measured, the kernel's figure, the simulator's, their ratio, the bar, and whether it is met. It runs
// on Linux, as a user who may make network namespaces.
//
// What is measured is processor time, of all threads, so that neither other programs nor the number
// of processors change it; the simulator's includes what its garbage collection takes. Each figure
// is the median of several measurements, taken in turns.
package main
