package profile

import "portlab/sim/abi"

// SameOrWildcard reports whether what a bucket remembers of the socket known covers asking: the
// same address, or known has the wildcard (ipv6_rcv_saddr_equal and ipv4_rcv_saddr_equal with
// match_sk1_wildcard only, as sk_reuseport_match calls them).
func SameOrWildcard(known, asking *Owner) bool {
	if known.Family == abi.AF_INET6 && !(known.mapped() && asking.mapped()) {
		switch {
		case known.any6() && asking.any6():
			return true
		case known.any6():
			return !(known.V6Only && asking.mapped())
		}
		return known.Addr == asking.Addr
	}
	return !asking.V6Only && (known.addr4() == asking.addr4() || known.addr4().IsUnspecified())
}
