//go:build race

package slack

// The race detector makes everything ten times as slow, and finds with these what it
// would find with more.
const (
	crowd = 100
	kills = 15
)
