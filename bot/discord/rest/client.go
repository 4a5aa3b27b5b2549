package rest

import (
	"fmt"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/time/rate"
)

// Defaults of Options.
const (
	// PerSecond and what may come at once on top (an eighth of it) stay together below
	// the 50 requests a second that Discord allows a bot.
	PerSecond = 42
	// OpenEvery and openBurst are for direct messages that are opened. Discord
	// publishes no limit; bots were blocked after some 25 to 40 in quick succession.
	OpenEvery = 5 * time.Second
	openBurst = 5
	Timeout   = 20 * time.Second
	Patience  = 5 * time.Second
	Pause     = 200 * time.Millisecond
	// API is Discord itself.
	API = "https://discord.com"
)

// Options of a Client. Zero values mean the defaults.
type Options struct {
	// Token is the bot's token, without the word "Bot".
	Token string
	// API is what stands before /api/v9: another address for a proxy or a test.
	API string
	// PerSecond is how many requests are made in a second at most.
	PerSecond float64
	// OpenEvery is how often a direct message is opened at most, but for the first
	// few.
	OpenEvery time.Duration
	// Timeout is how long one request may take.
	Timeout time.Duration
	// Patience is how long a call waits for a limit before it fails; see Error.
	Patience time.Duration
	// Pause is the wait before something is tried again that failed without a word of
	// when; it doubles.
	Pause time.Duration
}

// Client makes calls. It is safe for concurrent use.
type Client struct {
	session  *discordgo.Session
	limits   *limits
	asked    *rate.Limiter // all but interactions
	unasked  *rate.Limiter // what nobody waits for, on top
	opening  *rate.Limiter // direct messages that are opened, on top
	invalid  invalid
	timeout  time.Duration
	patience time.Duration
	pause    time.Duration

	counts struct{ done, retried, limited, failed atomic.Int64 }
}

// Counts is what a Client did since it was made.
type Counts struct {
	Done    int64 // calls that were answered well
	Retried int64 // requests that were made once more
	Limited int64 // answers that there were too many (429)
	Failed  int64 // calls that failed in the end
}

// New makes a client. It does not connect; an error is about the options.
func New(o Options) (*Client, error) {
	if o.API == "" {
		o.API = API
	}
	base, err := url.Parse(o.API)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, fmt.Errorf("discord: the address of the API should look like %s, and %q does not", API, o.API)
	}
	o.PerSecond = orDefault(o.PerSecond, PerSecond)
	o.OpenEvery = orDefault(o.OpenEvery, OpenEvery)
	session, err := discordgo.New("Bot " + o.Token)
	if err != nil {
		return nil, fmt.Errorf("discord: %w", err)
	}
	session.LogLevel = -1 // it would write to the standard log
	session.Client = &http.Client{
		Transport:     newTransport(base),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return &Client{
		session:  session,
		limits:   newLimits(),
		asked:    rate.NewLimiter(rate.Limit(o.PerSecond), atOnce(o.PerSecond)),
		unasked:  rate.NewLimiter(rate.Limit(o.PerSecond*2/3), 1),
		opening:  rate.NewLimiter(rate.Every(o.OpenEvery), openBurst),
		timeout:  orDefault(o.Timeout, Timeout),
		patience: orDefault(o.Patience, Patience),
		pause:    orDefault(o.Pause, Pause),
	}, nil
}

// atOnce is how many requests need not wait for one another.
func atOnce(perSecond float64) int { return max(1, int(perSecond/8)) }

func orDefault[T float64 | time.Duration](v, standard T) T {
	if v <= 0 {
		return standard
	}
	return v
}

// Counts is what was done so far.
func (c *Client) Counts() Counts {
	return Counts{
		Done: c.counts.done.Load(), Retried: c.counts.retried.Load(),
		Limited: c.counts.limited.Load(), Failed: c.counts.failed.Load(),
	}
}

// Close lets go of idle connections.
func (c *Client) Close() { c.session.Client.CloseIdleConnections() }
