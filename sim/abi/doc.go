// Package abi holds the names and numbers that a program and a kernel agree on: errnos, address
// families, calls, socket options and sysctls, with Linux's values. It decides nothing; the rules
// are in package profile and the machine is in package kernel.
package abi
