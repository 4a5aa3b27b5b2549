//go:build !race

package discord

// crowd is how many people TestCrowd has.
const crowd = 500
