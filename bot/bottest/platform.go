// Package bottest has a chat platform in memory, for tests of the bot, and the
// conformance suite that every real adapter passes.
package bottest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"bounceback/bot"
	"bounceback/coach"
)

// Platform is a chat platform in memory. Like a real one it shows a key once,
// and it outlives the bot: the same Platform can be given to the next Bot, as
// after a restart. It is safe for concurrent use.
type Platform struct {
	name   string
	events chan event

	mu     sync.Mutex
	rooms  map[string]*room // by address
	shown  map[string]int   // how often each key was sent, by key
	doubts error            // the first thing that no bot may do
}

// room is what one address sees and how it behaves.
type room struct {
	shown  []Shown
	busy   bool
	fails  int           // so many sends fail first
	lose   int           // so many sends are shown, and then fail all the same
	err    error         // every send fails with it
	gate   chan struct{} // sends wait until it is closed
	panics int
}

// Shown is what a person sees.
type Shown struct {
	Key     string
	Message coach.Message
	// Name and Content are those of a file that was handed over.
	Name    string
	Content []byte
}

// event is one thing that Run does when it gets to it.
type event struct {
	heard bot.Heard
	err   error // Run returns it
	leave bool  // Run returns nil
}

// New makes a platform with that name.
func New(name string) *Platform {
	return &Platform{name: name, events: make(chan event), rooms: map[string]*room{}, shown: map[string]int{}}
}

// ErrFake is what a failing send returns.
var ErrFake = errors.New("bottest: out of order")

// Name is the name given to New.
func (p *Platform) Name() string { return p.name }

// Run hands over what Hear was given.
func (p *Platform) Run(ctx context.Context, heard func(context.Context, bot.Heard)) error {
	for {
		select {
		case e := <-p.events:
			if e.leave || e.err != nil {
				return e.err
			}
			if e.heard.Event != "" {
				heard(ctx, e.heard)
			}
		case <-ctx.Done():
			return nil
		}
	}
}

// ID and Address are those of a person who is called so on this platform.
func (p *Platform) ID(who string) coach.ID { return coach.ID(p.name + ":" + who) }

// Address is where a person is written to.
func (p *Platform) Address(who string) coach.Address {
	return coach.Address{Platform: p.name, To: who}
}

// Hear hands the event of a person over. It returns when the bot has queued
// it; the error tells that ctx ended before.
func (p *Platform) Hear(ctx context.Context, who, id string, h coach.Heard, done func(error)) error {
	return p.do(ctx, event{heard: bot.Heard{
		Event: p.name + ":" + id, From: p.ID(who), To: p.Address(who), Heard: h, Done: done,
	}})
}

// Say is Hear for a text, and waits until the answer is kept.
func (p *Platform) Say(ctx context.Context, who, id, text string) error {
	kept := make(chan error, 1)
	if err := p.Hear(ctx, who, id, coach.Heard{Text: text}, func(err error) { kept <- err }); err != nil {
		return err
	}
	select {
	case err := <-kept:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Ready waits until Run is at work.
func (p *Platform) Ready(ctx context.Context) error { return p.do(ctx, event{}) }

// Leave makes Run return nil, as when the input of a terminal ends.
func (p *Platform) Leave(ctx context.Context) error { return p.do(ctx, event{leave: true}) }

// Break makes Run return err.
func (p *Platform) Break(ctx context.Context, err error) error { return p.do(ctx, event{err: err}) }

func (p *Platform) do(ctx context.Context, e event) error {
	select {
	case p.events <- e:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Send shows a message.
func (p *Platform) Send(ctx context.Context, to coach.Address, key string, m coach.Message) error {
	return p.alone(ctx, to, Shown{Key: key, Message: m})
}

// Hand shows a file.
func (p *Platform) Hand(ctx context.Context, to coach.Address, key, name string, content []byte) error {
	return p.alone(ctx, to, Shown{Key: key, Name: name, Content: content})
}

// alone shows something to a person, who gets one thing at a time.
func (p *Platform) alone(ctx context.Context, to coach.Address, s Shown) error {
	r, err := p.enter(to, s)
	if err != nil {
		return err
	}
	defer p.exit(r)
	return p.show(ctx, r, s)
}

func (p *Platform) show(ctx context.Context, r *room, s Shown) error {
	p.mu.Lock()
	gate := r.gate
	p.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case r.panics > 0:
		r.panics--
		panic("bottest: " + s.Message.Text)
	case r.err != nil:
		return r.err
	case r.fails > 0:
		r.fails--
		return ErrFake
	}
	if p.shown[s.Key]++; p.shown[s.Key] == 1 {
		r.shown = append(r.shown, s)
	}
	if r.lose > 0 {
		r.lose--
		return ErrFake
	}
	return nil
}

// enter checks what the bot owes a platform, and that nothing else is on its way
// to the person.
func (p *Platform) enter(to coach.Address, s Shown) (*room, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.room(to.To)
	if r.busy {
		p.doubt("two letters at once to %s", to.To)
	}
	if err := p.owed(to, s.Key); err != nil {
		return nil, err
	}
	r.busy = true
	return r, nil
}

// owed checks what the bot owes a platform. mu is held.
func (p *Platform) owed(to coach.Address, key string) error {
	switch {
	case to.Platform != p.name:
		p.doubt("%s was given a letter for %s", p.name, to.Platform)
	case key == "" || len(key) > 25:
		p.doubt("the key %q is not 1 to 25 characters long", key)
	}
	return p.doubts
}

func (p *Platform) exit(r *room) {
	p.mu.Lock()
	defer p.mu.Unlock()
	r.busy = false
}

func (p *Platform) doubt(format string, args ...any) {
	if p.doubts == nil {
		p.doubts = fmt.Errorf("bottest: "+format, args...)
	}
}

func (p *Platform) room(who string) *room {
	r := p.rooms[who]
	if r == nil {
		r = &room{}
		p.rooms[who] = r
	}
	return r
}

// Shown is what a person saw, in order.
func (p *Platform) Shown(who string) []Shown {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Shown(nil), p.room(who).shown...)
}

// Texts are the texts of what a person saw, in order; of a file, its name.
func (p *Platform) Texts(who string) []string {
	var texts []string
	for _, s := range p.Shown(who) {
		texts = append(texts, s.Message.Text+s.Name)
	}
	return texts
}

// Sends is how often that key was sent and taken, shown or not.
func (p *Platform) Sends(key string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shown[key]
}

// Err is the first thing that the bot did and no bot may do: two letters at
// once to one person, a key that is too long, another platform's letter.
func (p *Platform) Err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.doubts
}

// Fail makes the next n sends to a person fail with ErrFake.
func (p *Platform) Fail(who string, n int) { p.with(who, func(r *room) { r.fails = n }) }

// Lose makes the next n sends to a person arrive and be reported as failed, as
// when the connection breaks before the platform's answer.
func (p *Platform) Lose(who string, n int) { p.with(who, func(r *room) { r.lose = n }) }

// Panic makes the next n sends to a person panic.
func (p *Platform) Panic(who string, n int) { p.with(who, func(r *room) { r.panics = n }) }

// Reject makes every send to a person fail with err; nil ends that.
func (p *Platform) Reject(who string, err error) { p.with(who, func(r *room) { r.err = err }) }

// Hold makes sends to a person wait until release is called.
func (p *Platform) Hold(who string) (release func()) {
	gate := make(chan struct{})
	p.with(who, func(r *room) { r.gate = gate })
	return sync.OnceFunc(func() { close(gate) })
}

func (p *Platform) with(who string, change func(*room)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(p.room(who))
}
