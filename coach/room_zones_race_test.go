//go:build race

package coach_test

// Under the race detector, which looks at how parts run together, two will do.
const yearZones = 2
