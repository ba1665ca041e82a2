package profile

import "testing"

// Every rule can be explained in both languages, and named.
func TestRulesAreComplete(t *testing.T) {
	ids := map[string]bool{}
	for i, r := range Rules() {
		if int(r.Number()) != i {
			t.Errorf("rule %s, at %d, is number %d", r.ID, i, r.Number())
		}
		if ids[r.ID] {
			t.Errorf("rule %s exists twice", r.ID)
		}
		ids[r.ID] = true
		for what, text := range map[string]string{
			"id": r.ID, "pass in English": r.Pass.EN, "pass in Chinese": r.Pass.ZH,
			"fail in English": r.Fail.EN, "fail in Chinese": r.Fail.ZH, "function": r.Func, "file": r.File,
		} {
			if text == "" {
				t.Errorf("rule %s lacks its %s", r.ID, what)
			}
		}
	}
	if len(ids) == 0 {
		t.Error("there is no rule")
	}
}
