package bot

import (
	"fmt"
	"slices"
)

// Finding is one thing that an adapter looked at before it is run.
type Finding struct {
	OK bool
	// Text says what was found and, if that is not in order, what to do.
	Text string
}

// Findings are what an adapter found out about its token, its rights and the like.
type Findings []Finding

// OK tells whether everything is in order.
func (f Findings) OK() bool {
	return !slices.ContainsFunc(f, func(one Finding) bool { return !one.OK })
}

// Found adds a finding.
func (f *Findings) Found(ok bool, format string, args ...any) {
	*f = append(*f, Finding{ok, fmt.Sprintf(format, args...)})
}
