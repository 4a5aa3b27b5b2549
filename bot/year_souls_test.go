//go:build !race

package bot_test

// souls is how many people live the year, and days how long it is.
const (
	souls = 1000
	days  = 365
)
