//go:build !race

package discord

const (
	// crowd is how many people TestCrowd has.
	crowd = 500
	// kills is how often TestKilledInTheMiddle kills.
	kills = 50
)
