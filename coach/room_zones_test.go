//go:build !race

package coach_test

// yearZones is in how many zones a year of posts is lived through.
const yearZones = 11
