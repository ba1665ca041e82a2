package profile

import "testing"

func TestParseVersion(t *testing.T) {
	for release, want := range map[string]Version{
		"6.18.44-cloud": {6, 18}, "5.4.0": {5, 4}, "7.0": {7, 0}, "6.18-rc1": {6, 18},
	} {
		if got, ok := ParseVersion(release); !ok || got != want {
			t.Errorf("%s is read as %v %t", release, got, ok)
		}
	}
	for _, release := range []string{"", "6", "linux"} {
		if got, ok := ParseVersion(release); ok {
			t.Errorf("%q is read as %v", release, got)
		}
	}
}

// A rule that changed says in both languages what it was before; the profile's own release has it as it is.
func TestChangedRules(t *testing.T) {
	changed := 0
	for _, r := range Rules() {
		before := r.Changed.Before
		if (r.Changed == Change{}) {
			continue
		}
		changed++
		if before.EN == "" || before.ZH == "" || r.Differs(Linux.Version) || !r.Differs(Version{2, 6}) {
			t.Errorf("rule %s changed in %v: %+v", r.ID, r.Changed.Since, before)
		}
	}
	if changed == 0 {
		t.Error("no rule has changed")
	}
}

func TestDiffers(t *testing.T) {
	if !BindPrivilege.Differs(Version{4, 9}) || BindPrivilege.Differs(Version{4, 11}) || BindPrivilege.Differs(Version{5, 0}) {
		t.Errorf("the privileged border changed in %v", BindPrivilege.Changed.Since)
	}
	if FDOpen.Differs(Version{2, 6}) {
		t.Error("a rule that never changed differs")
	}
}
