package trace

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"portlab/sim/abi"
	"portlab/sim/scenario"
)

// A record is the JSON of an Event as it is read. Fields that are not known are ignored.
type record struct {
	Line  int             `json:"line"`
	Proc  string          `json:"proc"`
	Call  string          `json:"call"`
	State string          `json:"state"`
	Ret   json.RawMessage `json:"ret"`
	Errno string          `json:"errno"`
	Addr  string          `json:"addr"`
	Data  string          `json:"data"`
	Value json.RawMessage `json:"value"`
	Claim string          `json:"claim"`
	OK    *bool           `json:"ok"`
	At    int             `json:"at"`

	Missing bool `json:"missing"`
}

// ParseJSON reads what JSON wrote. Of the call it finds the name, and the child of a fork; of the
// claim the text.
func ParseJSON(b []byte) (Event, error) {
	var rec record
	if err := json.Unmarshal(b, &rec); err != nil {
		return Event{}, fmt.Errorf("event %q: %w", b, err)
	}
	e := Event{Line: rec.Line, At: rec.At, Proc: rec.Proc, Call: &abi.Call{Name: rec.Call}, Missing: rec.Missing}
	if rec.OK != nil {
		e.Claim, e.Out, e.OK = &scenario.Claim{Text: rec.Claim}, &scenario.Out{}, *rec.OK
	}
	if err := rec.result(&e); err != nil {
		return Event{}, fmt.Errorf("event %q: %w", b, err)
	}
	return e, nil
}

// result reads what the call returned. A call that neither blocked nor returned did not come back.
func (rec *record) result(e *Event) error {
	i := slices.Index(stateNames[:], rec.State)
	if i < 0 {
		return fmt.Errorf("found state %q, expected done, blocked or resumed", rec.State)
	}
	if e.State = State(i); e.State == Blocked {
		return nil
	}
	if rec.Ret == nil {
		e.Result.Gone = true
		return nil
	}
	if err := rec.ret(e); err != nil {
		return err
	}
	e.Result.Data = rec.Data
	if rec.Addr != "" {
		addr, err := scenario.ParseAddr(rec.Addr)
		if err != nil {
			return err
		}
		e.Result.Addr = addr
	}
	return rec.value(e)
}

// ret reads the number that was returned, the errno, or the name of the child.
func (rec *record) ret(e *Event) error {
	if rec.Errno != "" {
		errno, ok := abi.ParseErrno(rec.Errno)
		if !ok {
			return fmt.Errorf("unknown errno %q", rec.Errno)
		}
		e.Result = abi.Fail(errno)
		return nil
	}
	if strings.HasPrefix(string(rec.Ret), `"`) {
		return json.Unmarshal(rec.Ret, &e.Call.Child)
	}
	return json.Unmarshal(rec.Ret, &e.Result.Ret)
}

// value reads an option's value, which is told by its type.
func (rec *record) value(e *Event) error {
	if rec.Value == nil {
		return nil
	}
	v := &abi.OptValue{}
	e.Result.Value = v
	switch rec.Value[0] {
	case '[':
		v.Form = abi.OptLinger
		var pair [2]int
		err := json.Unmarshal(rec.Value, &pair)
		v.Onoff, v.Linger = pair[0], pair[1]
		return err
	case '"':
		v.Form = abi.OptString
		if err := json.Unmarshal(rec.Value, &v.Str); err != nil {
			return err
		}
		if errno, ok := abi.ParseErrno(v.Str); ok {
			*v = abi.OptValue{Form: abi.OptErrno, Int: int(errno)}
		} else if strings.HasPrefix(v.Str, "TCP_") {
			v.Form = abi.OptState
		}
		return nil
	}
	return json.Unmarshal(rec.Value, &v.Int)
}
