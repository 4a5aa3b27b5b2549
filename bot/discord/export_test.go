package discord

import (
	"time"

	"bounceback/bot/discord/gateway"
)

// Hurry makes an adapter that leaves the library behind at its end, which otherwise
// sleeps for a second in each test.
func (o Options) Hurry() Options {
	o.pace = gateway.Pace{Leave: 50 * time.Millisecond}
	return o
}
