package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Problem is one thing that is wrong with the pages.
type Problem struct {
	File   string // "en/1-feel.md"
	Line   int    // counted from 1; 0 where the file as a whole is meant
	Cause  string // what is wrong, without a full stop
	Remedy string // what to do about it: whole sentences
}

// String is "file:line: cause. remedy".
func (p Problem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s. %s", p.File, p.Cause, p.Remedy)
	}
	return fmt.Sprintf("%s:%d: %s. %s", p.File, p.Line, p.Cause, p.Remedy)
}

// Problems are all that is wrong with the pages, in the order of files and
// lines. They are an error, because a coach with broken pages must not start.
type Problems []Problem

// Error has one line a problem.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// And joins the problems of several books, each told once. It returns nil, and
// no empty list, when there are none.
func (ps Problems) And(more Problems) Problems {
	all := slices.Concat(ps, more)
	slices.SortFunc(all, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Cause, b.Cause), cmp.Compare(a.Remedy, b.Remedy))
	})
	return slices.Compact(all)
}

// nearest is the name that a mistyped one was probably meant to be, or "". Of
// several that are as near, it is the first in the order of the alphabet.
func nearest(name string, names []string) string {
	name = strings.ToLower(name)
	found, best := "", 1+min(3, 1+len(name)/4)
	for _, n := range names {
		d := levenshtein.ComputeDistance(name, strings.ToLower(n))
		if d == 2 && letters(name) == letters(n) {
			d = 1 // two letters have changed places, the commonest slip
		}
		if d < best || d == best && found != "" && n < found {
			found, best = n, d
		}
	}
	return found
}

// letters are the letters of a name in order.
func letters(name string) string {
	b := []byte(strings.ToLower(name))
	slices.Sort(b)
	return string(b)
}

// orElse asks whether the nearest name was meant, and otherwise says something
// else.
func orElse(found, remedy string) string {
	if found == "" {
		return remedy
	}
	return "Did you mean " + found + "?"
}
