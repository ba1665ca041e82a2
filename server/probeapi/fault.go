package probeapi

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"portlab/sim/scenario"
)

// A fault is what went wrong, and where in the text.
type fault struct {
	Message string `json:"message"`
	Line    int    `json:"line,omitempty"` // from 1; 0: no place
	Col     int    `json:"col,omitempty"`
}

// faultOf describes an error that came at a line, 0 for none. Of several faults in a text it is the
// first: the page finds them all itself.
func faultOf(err error, line int) fault {
	var all scenario.Errors
	if errors.As(err, &all) && len(all) > 0 {
		err = all[0]
	}
	var one *scenario.Error
	if errors.As(err, &one) {
		return fault{Message: one.Text(), Line: one.Pos.Line, Col: one.Pos.Col}
	}
	if errors.Is(err, context.Canceled) {
		return fault{Message: "The run was cancelled.", Line: line}
	}
	return fault{Message: strings.TrimPrefix(err.Error(), fmt.Sprintf("line %d: ", line)), Line: line}
}
