package slack

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bounceback/bot/bottest/slacktest"
	"bounceback/bot/slack/socket"
	"bounceback/store"
)

// victim tells this program to be a bot until it is killed: its value is the
// address of the local Slack, the tokens and the file, and for HTTP mode the signing
// secret and where to listen, parted by spaces.
const victim = "BOUNCEBACK_TEST_SLACK_VICTIM"

func TestMain(m *testing.M) {
	if v := os.Getenv(victim); v != "" {
		go func() { // nobody is left alone when the test is killed itself
			io.Copy(io.Discard, os.Stdin)
			os.Exit(1)
		}()
		if err := talkUntilKilled(strings.Fields(v)); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func talkUntilKilled(v []string) error {
	people, err := store.Open(v[3])
	if err != nil {
		return err
	}
	o := options(people, v[0], v[1], v[2])
	o.Sockets = 1 // over two, what is typed at once has no order
	if len(v) > 4 {
		o.HTTP = &HTTP{SigningSecret: v[4], Listen: v[5]}
	}
	b, err := newBot(o, people)
	if err != nil {
		return err
	}
	return b.Run(context.Background())
}

// TestKilledInTheMiddle kills the bot 50 times while people write and tap. Whatever
// they wrote, while it lived or while it was dead, is answered once and in order,
// and so is every tap of which they saw that it was taken.
func TestKilledInTheMiddle(t *testing.T) { testKilled(t, kills, "") }

func TestKilledInTheMiddleOfHTTP(t *testing.T) { testKilled(t, kills/5, port(t)) }

func testKilled(t *testing.T, kills int, listen string) {
	t.Parallel()
	const talkers = 5
	s, file := slacktest.New(t), newStore(t)
	if listen != "" {
		s.UseHTTP("http://" + listen + socket.Path)
	}
	s.RetryEvery, s.Retries = 300*time.Millisecond, 1000
	over := make(chan struct{})
	var all []*talker
	var talking sync.WaitGroup
	for n := range talkers {
		p := &talker{Server: s, id: fmt.Sprint("U", n+1), tapped: map[string]tap{}}
		s.AddUser(slacktest.User{ID: p.id})
		all = append(all, p)
		talking.Go(func() { p.talk(over) })
	}
	dice := rand.New(rand.NewPCG(5, 5))
	// On a busy machine a short life mostly ends before a tap was taken in it; then some
	// longer ones follow.
	for n := 0; n < kills || n < 10*kills && !slices.ContainsFunc(all, func(p *talker) bool { return p.took.Load() }); n++ {
		before := written(all)
		v := live(t, s, file, listen)
		s.WaitFor(func() bool { return written(all) > before })
		time.Sleep(time.Duration(dice.IntN(30_000)) * time.Microsecond * time.Duration(1+n/kills*10))
		v.kill(t)
	}
	close(over)
	talking.Wait()
	v := live(t, s, file, listen)
	total, taken := 0, 0
	for _, p := range all {
		s.WaitFor(func() bool { return slices.Contains(answers(s, p.id), p.line(p.said-1)) })
		taken += p.examine(t)
		total += p.said
	}
	v.kill(t)
	if total < 2*kills || kills >= 50 && taken == 0 {
		t.Errorf("only %d messages were written, and %d taps taken", total, taken)
	}
}

// process is a bot that can be killed.
type process struct {
	*exec.Cmd
	complaint bytes.Buffer
}

func live(t *testing.T, s *slacktest.Server, file, listen string) *process {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{Cmd: exec.Command(self)}
	how := []string{victim + "=" + s.APIURL(), s.BotToken(), s.AppToken, file}
	if listen != "" {
		how = append(how, s.SigningSecret, listen)
	}
	p.Env = append(os.Environ(), strings.Join(how, " "))
	p.Stderr = &p.complaint
	if _, err := p.StdinPipe(); err != nil { // which closes when this program ends
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *process) kill(t *testing.T) {
	p.Process.Kill()
	p.Wait()
	if p.complaint.Len() > 0 {
		t.Fatalf("it ended by itself: %s", &p.complaint)
	}
}

// talker is somebody who writes without waiting for each answer, and taps.
type talker struct {
	*slacktest.Server
	id     string
	said   int
	tapped map[string]tap // by the time stamp of the message
	took   atomic.Bool    // a tap of theirs was taken
}

// tap is one tap, on a message with that text.
type tap struct {
	*slacktest.Delivery
	text string
}

// taken tells whether a tap was kept, and acknowledged for that: what takes a tenth of
// a second is acknowledged before.
func (t tap) taken() bool { return t.Acked() && t.Took() < 90*time.Millisecond }

// ahead is how many answers a talker does not wait for.
const ahead = 3

func (p *talker) line(n int) string { return fmt.Sprintf("%s says %d", p.id, n) }

func (p *talker) talk(over <-chan struct{}) {
	for {
		p.DM(p.id, p.line(p.said))
		p.said++
		for len(p.lines()) < p.said-ahead {
			select {
			case <-over:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
		p.tapLast()
		for _, one := range p.tapped {
			if one.taken() {
				p.took.Store(true)
			}
		}
		select {
		case <-over:
			return
		default:
		}
	}
}

// tapLast taps under the last message that can be tapped, if it was not yet.
func (p *talker) tapLast() {
	for _, m := range slices.Backward(p.Answers(p.id, "")) {
		if !slices.Contains(m.Buttons, more) {
			continue
		}
		if _, done := p.tapped[m.TS]; !done {
			p.tapped[m.TS] = tap{p.Tap(p.id, m, more), m.Text}
		}
		return
	}
}

// lines are the answers to what was written; the others are those to taps.
func (p *talker) lines() []string {
	return slices.DeleteFunc(answers(p.Server, p.id), func(s string) bool { return strings.HasPrefix(s, moreOf) })
}

// written is how much the bot has written to all.
func written(all []*talker) (n int) {
	for _, p := range all {
		n += len(answers(p.Server, p.id))
	}
	return n
}

// examine checks what somebody reads, and tells how many of their taps were taken.
func (p *talker) examine(t *testing.T) (taken int) {
	lines := p.lines()
	for i := range max(len(lines), p.said) {
		if i >= len(lines) || i >= p.said || lines[i] != p.line(i) {
			t.Errorf("%s wrote %d messages, and from the one with number %d on the answers are %q", p.id, p.said, i, lines[min(i, len(lines)):])
			break
		}
	}
	count := map[string]int{}
	for _, a := range answers(p.Server, p.id) {
		if count[a]++; count[a] == 2 {
			t.Errorf("%s reads %q twice", p.id, a)
		}
	}
	lost := 0
	for _, one := range p.tapped {
		if one.taken() {
			if taken++; count[moreOf+one.text] == 0 {
				lost++
			}
		}
	}
	if lost > 0 {
		t.Errorf("%d of %d taps of %s were acknowledged and never answered", lost, taken, p.id)
	}
	return taken
}
