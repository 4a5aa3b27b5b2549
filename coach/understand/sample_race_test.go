//go:build race

package understand

// Under the race detector, which looks at how parts run together and takes ten times
// as long, one of a few examples is read.
const oneIn = 16
