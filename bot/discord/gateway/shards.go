package gateway

import (
	"fmt"
	"strconv"
	"strings"
)

// Shards are the shards First to Last out of Total that a process runs, counted
// from 0. The zero value stands for as many as Discord advises.
type Shards struct{ First, Last, Total int }

// Auto tells whether Discord is asked how many shards there are.
func (s Shards) Auto() bool { return s.Total == 0 }

// Direct tells whether direct messages come to this process: they come on shard 0.
func (s Shards) Direct() bool { return s.First == 0 }

// String is what ParseShards reads.
func (s Shards) String() string {
	switch {
	case s.Auto():
		return "auto"
	case s.First == s.Last:
		return fmt.Sprintf("%d/%d", s.First, s.Total)
	}
	return fmt.Sprintf("%d-%d/%d", s.First, s.Last, s.Total)
}

// mostShards is more than the largest bots have, and keeps a slip of the finger
// from starting a million connections.
const mostShards = 10_000

// ParseShards reads "auto", or nothing, which is the same; "0-3/16", which is the
// shards 0 to 3 of 16; or "2/16", a single one.
func ParseShards(s string) (Shards, error) {
	if s = strings.TrimSpace(s); s == "" || strings.EqualFold(s, "auto") {
		return Shards{}, nil
	}
	which, total, ok := strings.Cut(s, "/")
	first, last, isRange := strings.Cut(which, "-")
	if !isRange {
		last = first
	}
	var n [3]int
	for i, part := range []string{first, last, total} {
		var err error
		if n[i], err = strconv.Atoi(strings.TrimSpace(part)); err != nil {
			ok = false
		}
	}
	r := Shards{First: n[0], Last: n[1], Total: n[2]}
	switch {
	case !ok:
		return Shards{}, fmt.Errorf("shards: %q is not understood; write auto, or a range of a number such as 0-3/16", s)
	case r.Total < 1 || r.Total > mostShards:
		return Shards{}, fmt.Errorf("shards: %q is out of %d; there are 1 to %d shards", s, r.Total, mostShards)
	case r.First < 0 || r.First > r.Last:
		return Shards{}, fmt.Errorf("shards: %q runs backwards; the smaller number comes first", s)
	case r.Last >= r.Total:
		return Shards{}, fmt.Errorf("shards: %q goes beyond the last one; of %d shards the last is %d", s, r.Total, r.Total-1)
	}
	return r, nil
}
