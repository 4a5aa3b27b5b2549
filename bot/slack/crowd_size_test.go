//go:build !race

package slack

const (
	crowd = 500 // people who talk at once
	kills = 50  // how often the bot is killed
)
