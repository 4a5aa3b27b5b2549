//go:build race

package discord

// Under the race detector, which looks at how the parts run together and takes ten
// times as long, the crowd is smaller, and less is killed.
const (
	crowd = 100
	kills = 8
)
