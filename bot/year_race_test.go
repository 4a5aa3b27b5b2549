//go:build race

package bot_test

// Under the race detector, which looks at how the parts run together and not at
// the policy, fewer people live a quarter.
const (
	souls = 150
	days  = 91
)
