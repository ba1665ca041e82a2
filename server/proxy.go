package server

import (
	"fmt"
	"net/http"
	"net/netip"
	"slices"
)

// forwardedHost and forwardedProto are what a reverse proxy says of the address that the visitor used.
const (
	forwardedHost  = "X-Forwarded-Host"
	forwardedProto = "X-Forwarded-Proto"
)

// A Proxy is a reverse proxy, or all of those in a network, whose word is taken for which address the
// visitor used.
type Proxy struct{ netip.Prefix }

// UnmarshalText reads an address, or a prefix such as 10.0.0.0/8.
func (p *Proxy) UnmarshalText(text []byte) error {
	if addr, err := netip.ParseAddr(string(text)); err == nil {
		p.Prefix = netip.PrefixFrom(addr, addr.BitLen())
		return nil
	}
	var err error
	if p.Prefix, err = netip.ParsePrefix(string(text)); err != nil {
		return fmt.Errorf("found %q, expected an address or a prefix such as 10.0.0.0/8", text)
	}
	return nil
}

// doubt removes what a request claims of the address that the visitor used, unless it comes from one of
// the proxies.
func doubt(req *http.Request, proxies []Proxy) {
	if !comesFrom(proxies, req.RemoteAddr) {
		req.Header.Del(forwardedHost)
		req.Header.Del(forwardedProto)
	}
}

func comesFrom(proxies []Proxy, remote string) bool {
	if len(proxies) == 0 {
		return false
	}
	peer, err := netip.ParseAddrPort(remote)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(proxies, func(p Proxy) bool { return p.Contains(peer.Addr().Unmap()) })
}

// originOf returns the scheme and host that the visitor of a request used, as far as can be known.
func originOf(req *http.Request) string {
	scheme, host := "http", req.Host
	if req.TLS != nil || req.Header.Get(forwardedProto) == "https" {
		scheme = "https"
	}
	if h := req.Header.Get(forwardedHost); h != "" {
		host = h
	}
	return scheme + "://" + host
}
