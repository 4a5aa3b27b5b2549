//go:build race

package discord

// Under the race detector, which looks at how the parts run together and takes ten
// times as long, the crowd is smaller, less is killed, and more may be late.
const (
	crowd    = 60
	kills    = 8
	lateOnes = 2
)
