//go:build amd64 || arm64

package probe

import (
	"encoding/binary"
	"net/netip"
	"strconv"

	"golang.org/x/sys/unix"

	"portlab/sim/abi"
)

// encode writes an address as ip(7) and ipv6(7) lay it out. AF_UNSPEC is as long as an IPv4 one.
func (h *Host) encode(a abi.Sockaddr) []byte {
	b := make([]byte, unix.SizeofSockaddrInet4, unix.SizeofSockaddrInet6)
	binary.NativeEndian.PutUint16(b, uint16(a.Family))
	binary.BigEndian.PutUint16(b[2:], a.Port)
	switch a.Family {
	case abi.AF_INET:
		copy(b[4:], a.Addr.AsSlice())
	case abi.AF_INET6:
		b = b[:unix.SizeofSockaddrInet6]
		copy(b[8:], a.Addr.AsSlice())
		binary.NativeEndian.PutUint32(b[24:], h.scope(a.Addr.Zone()))
	}
	return b
}

// decode reads what encode writes; what is too short for its family is no address.
func (h *Host) decode(b []byte) abi.Sockaddr {
	if len(b) < 2 {
		return abi.Sockaddr{}
	}
	switch f := int(binary.NativeEndian.Uint16(b)); {
	case f == abi.AF_INET && len(b) >= unix.SizeofSockaddrInet4:
		return abi.Sockaddr{Family: f, Addr: netip.AddrFrom4([4]byte(b[4:8])), Port: binary.BigEndian.Uint16(b[2:])}
	case f == abi.AF_INET6 && len(b) >= unix.SizeofSockaddrInet6:
		addr := netip.AddrFrom16([16]byte(b[8:24])).WithZone(h.zone(binary.NativeEndian.Uint32(b[24:])))
		return abi.Sockaddr{Family: f, Addr: addr, Port: binary.BigEndian.Uint16(b[2:])}
	}
	return abi.Sockaddr{}
}

// scope is the number of a zone: an interface's name, or the number itself.
func (h *Host) scope(zone string) uint32 {
	if index, ok := h.links[zone]; ok {
		return uint32(index)
	}
	n, _ := strconv.ParseUint(zone, 10, 32)
	return uint32(n)
}

// zone is the name of a scope: its interface's where that is known; "" for 0.
func (h *Host) zone(scope uint32) string {
	if scope == 0 {
		return ""
	}
	for name, index := range h.links {
		if uint32(index) == scope {
			return name
		}
	}
	return strconv.FormatUint(uint64(scope), 10)
}
