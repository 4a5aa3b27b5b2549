//go:build !race

package understand

// oneIn is of how many examples one is read.
const oneIn = 1
