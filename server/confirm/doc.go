// Package confirm holds the tests in which the real kernel judges the simulator: every scenario
// file, lesson and example runs on both, and each claim must hold on both. It has no other code.
package confirm
