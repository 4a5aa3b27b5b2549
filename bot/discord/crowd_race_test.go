//go:build race

package discord

// crowd is smaller under the race detector, which takes ten times as long.
const crowd = 100
