//go:build !race

package discord

const (
	// crowd is how many people TestCrowd has.
	crowd = 500
	// kills is how often TestKilledInTheMiddle kills.
	kills = 50
	// lateOnes is one in how many interactions that may be acknowledged later than three
	// seconds after it was made: machines that run tests do other things as well.
	lateOnes = 20
)
