package discord

import (
	"time"

	"bounceback/bot/discord/gateway"
)

// Hurry makes an adapter that leaves the library behind at its end, which otherwise
// sleeps for a second in each test, and that comes back at once when it lost a
// connection.
func (o Options) Hurry() Options {
	o.pace = gateway.Pace{Leave: 50 * time.Millisecond, First: 10 * time.Millisecond, Renew: 10 * time.Millisecond, Identify: 10 * time.Millisecond,
		Most: 100 * time.Millisecond}
	return o
}
