package profile

import (
	"fmt"
	"strconv"
)

// A Version is a release of a system, as far as its rules differ from one release to another.
type Version struct{ Major, Minor int }

// ParseVersion reads how a release begins, as uname -r prints it: "6.18.44-cloud".
func ParseVersion(release string) (v Version, ok bool) {
	n, _ := fmt.Sscanf(release, "%d.%d", &v.Major, &v.Minor)
	return v, n == 2
}

// String returns the version as "6.18".
func (v Version) String() string { return strconv.Itoa(v.Major) + "." + strconv.Itoa(v.Minor) }

// Before reports whether v is an earlier release than o.
func (v Version) Before(o Version) bool {
	return v.Major < o.Major || v.Major == o.Major && v.Minor < o.Minor
}

// A Change says since when a rule is what it is, and what earlier releases do. Beside each stands the
// commit that made it, and how its release is known.
type Change struct {
	Since  Version
	Before Text
}

// Differs reports whether a release has another rule.
func (r *Rule) Differs(release Version) bool { return release.Before(r.Changed.Since) }
