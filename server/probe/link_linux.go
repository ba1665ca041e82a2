//go:build amd64 || arm64

package probe

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"
)

// loopback is lo's index in every network namespace (net/core/dev.c, LOOPBACK_IFINDEX).
const loopback = 1

// raiseLoopback brings lo up, which gives it 127.0.0.1/8 and ::1/128.
func (h *Host) raiseLoopback() error {
	v4, v6 := netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("::1")
	err := h.netlink(
		setLink(loopback, unix.IFF_UP, unix.IFF_UP),
		quickRoute(loopback, netip.PrefixFrom(v4, 8).Masked(), v4),
		quickRoute(loopback, netip.PrefixFrom(v4, 32), v4),
		localRoute(unix.RTM_DELROUTE, 0, loopback, netip.PrefixFrom(v6, 128)),
		quickRoute(loopback, netip.PrefixFrom(v6, 128), v6),
	)
	if err != nil {
		return fmt.Errorf("cannot bring lo up: %w", err)
	}
	return nil
}

// addLink adds an interface that behaves as a dummy does: up, with no peer, asking nobody for an
// address before it sends.
func (h *Host) addLink(name string) error {
	err := h.netlink(newLink(name, "bridge"))
	if errors.Is(err, unix.EOPNOTSUPP) {
		err = h.netlink(newLink(name, "dummy"))
	}
	if err != nil {
		return fmt.Errorf("cannot add link %s: %w", name, err)
	}
	index, err := h.linkIndex(name)
	if err != nil {
		return err
	}
	if err := h.netlink(setLink(index, unix.IFF_NOARP|unix.IFF_UP, unix.IFF_NOARP|unix.IFF_UP)); err != nil {
		return fmt.Errorf("cannot bring link %s up: %w", name, err)
	}
	h.links[name] = index
	return nil
}

// linkIndex asks for a link's index: with ioctl(SIOCGIFINDEX), whose struct ifreq is the name in 16
// bytes and the index after it (netdevice(7)).
func (h *Host) linkIndex(name string) (int, error) {
	fd, err := h.call(h.base, unix.SYS_SOCKET, unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return 0, fmt.Errorf("socket: %w", err)
	}
	defer h.closeBase(uintptr(fd))
	m := h.base.memory
	var ifreq [40]byte
	copy(ifreq[:unix.IFNAMSIZ-1], name)
	if err := m.write(atData, ifreq[:]); err != nil {
		return 0, err
	}
	if _, err := h.call(h.base, unix.SYS_IOCTL, uintptr(fd), unix.SIOCGIFINDEX, m.base+atData); err != nil {
		return 0, fmt.Errorf("cannot find link %s: %w", name, err)
	}
	index, err := m.read(atData+unix.IFNAMSIZ, 4)
	if err != nil {
		return 0, err
	}
	return int(binary.NativeEndian.Uint32(index)), nil
}

// addAddress adds an address to an interface. An IPv6 address is usable at once: nobody else can
// have it.
func (h *Host) addAddress(dev string, prefix netip.Prefix) error {
	index, ok := h.links[dev]
	if !ok {
		return fmt.Errorf("there is no link %s: add it first, with: ip link add %s type dummy", dev, dev)
	}
	addr := prefix.Addr()
	msg := unix.IfAddrmsg{Family: family(addr), Prefixlen: uint8(prefix.Bits()), Index: uint32(index)}
	if addr.IsLoopback() {
		msg.Scope = unix.RT_SCOPE_HOST // as ip(8) does: addresses of one network have one scope
	}
	m := netlinkRequest(unix.RTM_NEWADDR, unix.NLM_F_CREATE|unix.NLM_F_EXCL, bytesOf(&msg))
	m.attr(unix.IFA_LOCAL, addr.AsSlice())
	m.attr(unix.IFA_ADDRESS, addr.AsSlice())
	m.uint32(unix.IFA_FLAGS, unix.IFA_F_NODAD)
	if err := h.netlink(m); err != nil {
		return fmt.Errorf("cannot add address %s to %s: %w", prefix, dev, err)
	}
	h.prefixes[dev] = append(h.prefixes[dev], prefix)
	return h.acknowledgeAtOnce(index, netip.PrefixFrom(addr, addr.BitLen()), h.primary(dev, prefix))
}

// primary returns the first address that an interface got of a network: IPv4 sends from it, also to
// the later ones (inet_ifa_byprefix, net/ipv4/devinet.c).
func (h *Host) primary(dev string, of netip.Prefix) netip.Addr {
	for _, p := range h.prefixes[dev] {
		if p.Masked() == of.Masked() {
			return p.Addr()
		}
	}
	return of.Addr()
}

// acknowledgeAtOnce replaces the kernel's own route to a local address by a quickRoute.
func (h *Host) acknowledgeAtOnce(index int, local netip.Prefix, source netip.Addr) error {
	if local.Addr().Is6() {
		if err := h.deleteLocalRoute(index, local); err != nil {
			return err
		}
	}
	if err := h.netlink(quickRoute(index, local, source)); err != nil {
		return fmt.Errorf("cannot set the quickack metric on the route to %s: %w", local, err)
	}
	return nil
}

// quickRoute is a route to local addresses whose metric says that TCP acknowledges each segment at
// once. The source is the one that the kernel's own route prefers; in IPv6 that names none.
func quickRoute(index int, local netip.Prefix, source netip.Addr) *netlinkMessage {
	m := localRoute(unix.RTM_NEWROUTE, unix.NLM_F_CREATE|unix.NLM_F_REPLACE, index, local)
	m.nest(unix.RTA_METRICS, func() { m.uint32(unix.RTAX_QUICKACK, 1) })
	if source.Is4() {
		m.attr(unix.RTA_PREFSRC, source.AsSlice())
	}
	return m
}

// deleteLocalRoute removes the kernel's own route to a local IPv6 address: it has metric 0, which
// no request can name to replace it. The kernel adds it in a work queue, so it may come a moment
// after the address (addrconf_dad_start, net/ipv6/addrconf.c).
func (h *Host) deleteLocalRoute(index int, local netip.Prefix) error {
	const tries = 1000
	for looks := range tries {
		err := h.netlink(localRoute(unix.RTM_DELROUTE, 0, index, local))
		if err == nil {
			return nil
		}
		if !errors.Is(err, unix.ESRCH) {
			return fmt.Errorf("cannot remove the route to %s: %w", local, err)
		}
		giveWay(looks)
	}
	return fmt.Errorf("the kernel added no route to %s", local)
}

func localRoute(typ, flags uint16, index int, local netip.Prefix) *netlinkMessage {
	msg := unix.RtMsg{Family: family(local.Addr()), Dst_len: uint8(local.Bits()), Table: unix.RT_TABLE_LOCAL,
		Protocol: unix.RTPROT_KERNEL, Scope: unix.RT_SCOPE_HOST, Type: unix.RTN_LOCAL}
	m := netlinkRequest(typ, flags, bytesOf(&msg))
	m.attr(unix.RTA_DST, local.Addr().AsSlice())
	m.uint32(unix.RTA_OIF, uint32(index))
	return m
}

func newLink(name, kind string) *netlinkMessage {
	m := netlinkRequest(unix.RTM_NEWLINK, unix.NLM_F_CREATE|unix.NLM_F_EXCL, bytesOf(&unix.IfInfomsg{}))
	m.attr(unix.IFLA_IFNAME, []byte(name+"\x00"))
	m.nest(unix.IFLA_LINKINFO, func() { m.attr(unix.IFLA_INFO_KIND, []byte(kind)) })
	return m
}

func setLink(index int, flags, change uint32) *netlinkMessage {
	return netlinkRequest(unix.RTM_NEWLINK, 0, bytesOf(&unix.IfInfomsg{Index: int32(index), Flags: flags, Change: change}))
}

func family(a netip.Addr) uint8 {
	if a.Is4() {
		return unix.AF_INET
	}
	return unix.AF_INET6
}
