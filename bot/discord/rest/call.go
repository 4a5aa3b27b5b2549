package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/bwmarrin/discordgo"
)

// call is one thing to ask of Discord.
type call struct {
	op     string // for errors
	method string
	url    string // of the library's Endpoint functions
	// route is the path's shape and major what Discord counts apart within it: the
	// channel, the server, or the interaction.
	route, major string
	body         any               // sent as JSON, nil for none
	files        []*discordgo.File // sent beside body
	out          any               // read from the answer, nil for nothing
	interaction  bool              // exempt from the global limit
	unasked      bool              // nobody waits for it
	spare        bool              // only if it need not wait for the global limit
	again        int               // how often it is made again when it failed, beside limits
}

// mostLimited is how often a call is made again because there were too many.
const mostLimited = 5

// safely is how often is tried again what does no harm twice.
const safely = 2

// do makes a call, waiting where it must.
func (c *Client) do(ctx context.Context, k call) error {
	err := c.try(ctx, k)
	if err != nil {
		c.counts.failed.Add(1)
		return err
	}
	c.counts.done.Add(1)
	return nil
}

func (c *Client) try(ctx context.Context, k call) error {
	contentType, body, err := k.encode()
	if err != nil {
		return fmt.Errorf("discord: %s: %w", k.op, err)
	}
	patience := c.patience
	for tries, limited := 0, 0; ; {
		e := c.once(ctx, k, contentType, body, &patience)
		if e == nil {
			return nil
		}
		switch {
		case ctx.Err() != nil:
			return e
		case e.Status == http.StatusTooManyRequests && e.After <= patience && limited < mostLimited:
			// The limit that was hit is closed now and the next round waits for it.
			limited++
		case tries < k.again && e.After == 0 && (e.Status == 0 || e.Status >= 500):
			if sleep(ctx, c.pause<<tries) != nil {
				return e
			}
			tries++
		default:
			return e
		}
		c.counts.retried.Add(1)
	}
}

// encode makes the body, once for all attempts.
func (k *call) encode() (contentType string, body []byte, err error) {
	if len(k.files) > 0 {
		return discordgo.MultipartBodyWithJSON(k.body, k.files)
	}
	if k.body == nil {
		return "application/json", nil, nil
	}
	body, err = json.Marshal(k.body)
	return "application/json", body, err
}

// once makes one request. What it waited for limits is taken from patience.
func (c *Client) once(ctx context.Context, k call, contentType string, body []byte, patience *time.Duration) *Error {
	turn, err := c.turn(ctx, k, patience)
	if err != nil {
		return err
	}
	a := &answer{}
	asked, cancel := context.WithTimeout(withAnswer(ctx, a), c.timeout)
	defer cancel()
	// A bucket of its own for each request, for which the library never waits.
	bucket := discordgo.NewRatelimiter().LockBucket("")
	got, failure := c.session.RequestWithLockedBucket(k.method, k.url, contentType, body, bucket, 0,
		discordgo.WithContext(asked), discordgo.WithRetryOnRatelimit(false), discordgo.WithRestRetries(0))
	turn.done(a)
	switch {
	case a.status == 0 || a.status < 300 && failure != nil:
		return &Error{Op: k.op, Unsure: !notDialled(failure), cause: plain(failure)}
	case a.status >= 300:
		e := c.refused(k, a)
		if e.Code == discordgo.ErrCodeOpeningDirectMessagesTooFast {
			turn.close(e.After)
		}
		return e
	case k.out == nil:
		return nil
	}
	if err := json.Unmarshal(got, k.out); err != nil {
		return &Error{Op: k.op, Status: a.status, Unsure: true, cause: errors.New("the answer could not be read")}
	}
	return nil
}

// turn waits until the call may be made.
func (c *Client) turn(ctx context.Context, k call, patience *time.Duration) (*turn, *Error) {
	began := time.Now()
	defer func() { *patience -= time.Since(began) }()
	if left := c.invalid.closed(began); left > 0 && !k.interaction {
		return nil, &Error{Op: k.op, After: left, cause: errTooManyInvalid}
	}
	t, left, err := c.limits.take(ctx, k.route, k.major, k.interaction, *patience)
	if err != nil {
		return nil, &Error{Op: k.op, cause: err}
	}
	if left > 0 {
		return nil, &Error{Op: k.op, After: left}
	}
	if k.interaction {
		return t, nil
	}
	switch {
	case k.spare && !c.asked.Allow():
		err = errBusy
	case k.spare:
		return t, nil
	case k.unasked:
		err = c.unasked.Wait(ctx)
	}
	if err == nil {
		err = c.asked.Wait(ctx)
	}
	if err != nil {
		t.done(&answer{})
		return nil, &Error{Op: k.op, cause: err}
	}
	return t, nil
}

// errBusy is why something was not done that is not worth a wait.
var errBusy = errors.New("there is more to do than time for it")

// refused is about an answer that is an error.
func (c *Client) refused(k call, a *answer) *Error {
	e := failed(k.op, a)
	if a.status == http.StatusTooManyRequests {
		c.counts.limited.Add(1)
	}
	if !k.interaction {
		c.invalid.count(a.status, time.Now())
	}
	return e
}

// notDialled is true for a request that cannot have been carried out.
func notDialled(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial"
}

// plain takes the address out of an error.
func plain(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return errors.New("the answer broke off")
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
