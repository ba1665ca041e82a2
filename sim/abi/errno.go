package abi

import "strconv"

// Errno is an error number with Linux's value (include/uapi/asm-generic/errno.h), the same on
// every platform that this package is compiled for. Zero is success.
type Errno uint16

// The errnos that the calls of this package can return.
const (
	EPERM           Errno = 1
	ENOENT          Errno = 2
	ESRCH           Errno = 3
	EINTR           Errno = 4
	EBADF           Errno = 9
	EAGAIN          Errno = 11
	ENOMEM          Errno = 12
	EACCES          Errno = 13
	EFAULT          Errno = 14
	EBUSY           Errno = 16
	ENODEV          Errno = 19
	EINVAL          Errno = 22
	EMFILE          Errno = 24
	EPIPE           Errno = 32
	EDOM            Errno = 33
	ENOTSOCK        Errno = 88
	EDESTADDRREQ    Errno = 89
	EMSGSIZE        Errno = 90
	EPROTOTYPE      Errno = 91
	ENOPROTOOPT     Errno = 92
	EPROTONOSUPPORT Errno = 93
	ESOCKTNOSUPPORT Errno = 94
	EOPNOTSUPP      Errno = 95
	EPFNOSUPPORT    Errno = 96
	EAFNOSUPPORT    Errno = 97
	EADDRINUSE      Errno = 98
	EADDRNOTAVAIL   Errno = 99
	ENETDOWN        Errno = 100
	ENETUNREACH     Errno = 101
	ECONNABORTED    Errno = 103
	ECONNRESET      Errno = 104
	ENOBUFS         Errno = 105
	EISCONN         Errno = 106
	ENOTCONN        Errno = 107
	ETIMEDOUT       Errno = 110
	ECONNREFUSED    Errno = 111
	EHOSTUNREACH    Errno = 113
	EALREADY        Errno = 114
	EINPROGRESS     Errno = 115
)

// errnos gives each Errno its name and the text that glibc's strerror(3) prints for it.
var errnos = map[Errno]struct{ name, text string }{
	EPERM:           {"EPERM", "Operation not permitted"},
	ENOENT:          {"ENOENT", "No such file or directory"},
	ESRCH:           {"ESRCH", "No such process"},
	EINTR:           {"EINTR", "Interrupted system call"},
	EBADF:           {"EBADF", "Bad file descriptor"},
	EAGAIN:          {"EAGAIN", "Resource temporarily unavailable"},
	ENOMEM:          {"ENOMEM", "Cannot allocate memory"},
	EACCES:          {"EACCES", "Permission denied"},
	EFAULT:          {"EFAULT", "Bad address"},
	EBUSY:           {"EBUSY", "Device or resource busy"},
	ENODEV:          {"ENODEV", "No such device"},
	EINVAL:          {"EINVAL", "Invalid argument"},
	EMFILE:          {"EMFILE", "Too many open files"},
	EPIPE:           {"EPIPE", "Broken pipe"},
	EDOM:            {"EDOM", "Numerical argument out of domain"},
	ENOTSOCK:        {"ENOTSOCK", "Socket operation on non-socket"},
	EDESTADDRREQ:    {"EDESTADDRREQ", "Destination address required"},
	EMSGSIZE:        {"EMSGSIZE", "Message too long"},
	EPROTOTYPE:      {"EPROTOTYPE", "Protocol wrong type for socket"},
	ENOPROTOOPT:     {"ENOPROTOOPT", "Protocol not available"},
	EPROTONOSUPPORT: {"EPROTONOSUPPORT", "Protocol not supported"},
	ESOCKTNOSUPPORT: {"ESOCKTNOSUPPORT", "Socket type not supported"},
	EOPNOTSUPP:      {"EOPNOTSUPP", "Operation not supported"},
	EPFNOSUPPORT:    {"EPFNOSUPPORT", "Protocol family not supported"},
	EAFNOSUPPORT:    {"EAFNOSUPPORT", "Address family not supported by protocol"},
	EADDRINUSE:      {"EADDRINUSE", "Address already in use"},
	EADDRNOTAVAIL:   {"EADDRNOTAVAIL", "Cannot assign requested address"},
	ENETDOWN:        {"ENETDOWN", "Network is down"},
	ENETUNREACH:     {"ENETUNREACH", "Network is unreachable"},
	ECONNABORTED:    {"ECONNABORTED", "Software caused connection abort"},
	ECONNRESET:      {"ECONNRESET", "Connection reset by peer"},
	ENOBUFS:         {"ENOBUFS", "No buffer space available"},
	EISCONN:         {"EISCONN", "Transport endpoint is already connected"},
	ENOTCONN:        {"ENOTCONN", "Transport endpoint is not connected"},
	ETIMEDOUT:       {"ETIMEDOUT", "Connection timed out"},
	ECONNREFUSED:    {"ECONNREFUSED", "Connection refused"},
	EHOSTUNREACH:    {"EHOSTUNREACH", "No route to host"},
	EALREADY:        {"EALREADY", "Operation already in progress"},
	EINPROGRESS:     {"EINPROGRESS", "Operation now in progress"},
}

var errnoByName = func() map[string]Errno {
	m := make(map[string]Errno, len(errnos)+2)
	for e, r := range errnos {
		m[r.name] = e
	}
	m["EWOULDBLOCK"] = EAGAIN
	m["ENOTSUP"] = EOPNOTSUPP
	return m
}()

// String returns the name, such as "EADDRINUSE"; "" for zero, and "E<number>" for a number that
// this package does not name.
func (e Errno) String() string {
	if e == 0 {
		return ""
	}
	if r, ok := errnos[e]; ok {
		return r.name
	}
	return "E" + strconv.Itoa(int(e))
}

// Text returns strerror(3)'s words, such as "Address already in use"; "" where String has no name.
func (e Errno) Text() string { return errnos[e].text }

// ParseErrno returns the Errno with the given name. EWOULDBLOCK is EAGAIN and ENOTSUP is
// EOPNOTSUPP, as on Linux.
func ParseErrno(name string) (Errno, bool) {
	e, ok := errnoByName[name]
	return e, ok
}

// ErrnoNames returns every errno's name, in the order of the numbers.
func ErrnoNames() []string {
	var names []string
	for e := Errno(1); e <= EINPROGRESS; e++ {
		if r, ok := errnos[e]; ok {
			names = append(names, r.name)
		}
	}
	return names
}
