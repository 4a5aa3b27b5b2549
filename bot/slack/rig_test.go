package slack

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest"
	"bounceback/bot/bottest/slacktest"
	"bounceback/bot/slack/socket"
	"bounceback/coach"
)

func TestConformInSocketMode(t *testing.T) {
	t.Parallel()
	bottest.Conform(t, func(t *testing.T) bottest.Rig { return newRig(t, false) })
}

func TestConformInHTTPMode(t *testing.T) {
	t.Parallel()
	bottest.Conform(t, func(t *testing.T) bottest.Rig { return newRig(t, true) })
}

// rig is the adapter on a local Slack in which it has the scopes of its manifest.
type rig struct {
	*slacktest.Server
	t      *testing.T
	http   bool
	opened int
	people int
}

// lounge is the room.
const lounge = "C1"

// writes are the calls by which people see something.
const writes = "chat.postMessage chat.update chat.postEphemeral response_url files.completeUploadExternal"

func newRig(t *testing.T, http bool) *rig {
	r := &rig{Server: slacktest.New(t), t: t, http: http}
	r.RetryEvery, r.Retries = time.Second, 60
	scopes, err := botScopes(commands(t))
	if err != nil {
		t.Fatal(err)
	}
	r.Install("T1", scopes...)
	r.AddChannel(slacktest.Channel{ID: lounge, Name: "lounge", Creator: "U0", Members: []string{r.Team.BotUser}})
	return r
}

// port is an address on which nobody listens.
func port(t testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (r *rig) Adapter(parts bottest.Parts) (bot.Platform, error) {
	o := Options{BotToken: r.BotToken(), AppToken: r.AppToken, API: r.APIURL(), Coach: parts.Coach, Look: parts.Store.Look, Room: parts.Store.Room,
		Notes: parts.Store, Erase: parts.Store, Logger: parts.Logger, Pace: 100}
	if r.http {
		o.HTTP = &HTTP{Listen: port(r.t), SigningSecret: r.SigningSecret}
		r.UseHTTP("http://" + o.HTTP.Listen + socket.Path)
	}
	r.opened = r.Opened()
	p, err := New(o)
	if err != nil {
		return nil, err
	}
	p.backlog.patience = time.Minute // the machine may be busy
	if !r.http {
		p.source, err = socket.NewSockets(socket.Options{AppToken: r.AppToken, APIURL: r.APIURL(), Log: parts.Logger,
			FirstWait: 20 * time.Millisecond, Reopened: p.backlog.reopened})
	}
	return p, err
}

func (r *rig) Ready() error {
	if !r.WaitFor(func() bool {
		if r.http {
			return r.Verify()
		}
		return r.Opened() > r.opened && r.Sockets() > 0
	}) {
		return errors.New("it does not come up")
	}
	return nil
}

func (r *rig) Person(name string, manages bool) bottest.Person {
	r.people++
	id := fmt.Sprint("U", r.people)
	r.AddUser(slacktest.User{ID: id, DisplayName: name, RealName: name, TZ: "UTC", Admin: manages})
	r.ChangeChannel(lounge, func(c *slacktest.Channel) { c.Members = append(c.Members, id) })
	return &person{rig: r, id: id}
}

func (r *rig) Posts() []bottest.Sight { return r.sights(r.Messages(lounge)) }

func (r *rig) trouble(n int, f slacktest.Fault) {
	r.ClearFaults()
	if f.Method, f.Times = writes, n; n > 0 {
		r.Fault(f)
	}
}

func (r *rig) Fail(n int) { r.trouble(n, slacktest.Fault{Status: 503}) }
func (r *rig) Lose(n int) { r.trouble(n, slacktest.Fault{Lost: true}) }
func (r *rig) Limit(n int, wait time.Duration) {
	r.trouble(n, slacktest.Fault{Status: 429, RetryAfter: strconv.Itoa(int(wait.Seconds())), Heed: true})
}

func (r *rig) Cut() error {
	if r.http {
		return bottest.ErrCannot
	}
	r.Server.Cut()
	return nil
}

// sights are the app's messages as they are read.
func (r *rig) sights(all []slacktest.Message) (seen []bottest.Sight) {
	for _, m := range all {
		if !m.Bot {
			continue
		}
		// What people type as :smile: their own app shows as a sign; the suite reads its
		// name.
		s := bottest.Sight{Text: strings.ReplaceAll(m.Text, "😄", ":smile:"), Choices: slices.DeleteFunc(m.Buttons, func(label string) bool { return label == r.answer() })}
		for _, i := range m.Images {
			s.Files = append(s.Files, bottest.File{Name: r.FileName(i.File), Alt: i.Alt, Content: r.File(i.File)})
		}
		lines := strings.Split(m.Text, "\n")
		s.Chosen, _ = strings.CutPrefix(lines[len(lines)-1], "✓ ")
		if s.Chosen == lines[len(lines)-1] {
			s.Chosen = ""
		}
		seen = append(seen, s)
	}
	return seen
}

// answer is the label of the button that opens a form for own words.
func (r *rig) answer() string {
	w, err := readWords()
	if err != nil {
		r.t.Fatal(err)
	}
	return w.Answer
}

// person is somebody in the workspace.
type person struct {
	*rig
	id   string
	last *slacktest.Delivery // the last event
}

func (p *person) ID() coach.ID { return User{"T1", p.id}.Person() }

func (p *person) Say(text string) error {
	p.last = p.DM(p.id, text)
	return nil
}

// Again delivers a message again; commands and taps Slack does not.
func (p *person) Again() error {
	if p.last == nil {
		return bottest.ErrCannot
	}
	p.last.Again()
	return nil
}

func (p *person) Sees() []bottest.Sight { return p.sights(p.mine()) }

// mine is what the app wrote to them alone, in order.
func (p *person) mine() []slacktest.Message {
	all := p.Answers(p.id, "")
	for _, m := range p.Ephemerals(p.id) {
		if m.Channel != p.Direct(p.id) {
			all = append(all, m)
		}
	}
	slices.SortStableFunc(all, func(a, b slacktest.Message) int { return strings.Compare(a.TS, b.TS) })
	return all
}

func (p *person) Tap(label string) error { return p.tap(p.mine(), label) }

func (p *person) TapPost(label string) error { return p.tap(p.Messages(lounge), label) }

func (p *person) tap(all []slacktest.Message, label string) error {
	for _, m := range slices.Backward(all) {
		if m.Bot && slices.Contains(m.Buttons, label) {
			p.last = nil
			return p.taken(func() *slacktest.Delivery { return p.Server.Tap(p.id, m, label) })
		}
	}
	return fmt.Errorf("no message offers %q", label)
}

// taken does something that Slack delivers once, and waits until the app has taken
// it. Where Slack says that the app does not answer, they do it again.
func (p *person) taken(do func() *slacktest.Delivery) error {
	d := do()
	for end := time.Now().Add(p.Patience); d.Failed() && time.Now().Before(end); d = do() {
		time.Sleep(20 * time.Millisecond)
	}
	if d.Wait(); d.Took() > slacktest.AckWithin {
		return fmt.Errorf("it was acknowledged after %v", d.Took())
	}
	return nil
}

func (p *person) Command(name string, args map[string]string) error {
	return p.slash("", name, args)
}

func (p *person) CommandInRoom(name string, args map[string]string) error {
	return p.slash(lounge, name, args)
}

// slash gives a command as somebody types it.
func (p *person) slash(channel, name string, args map[string]string) error {
	p.last = nil
	command, text := "/"+menu, []string{name}
	if slices.Contains(alone, name) {
		command, text = "/"+name, nil
	}
	if words := args[name]; words != "" {
		text = append(text, words)
	}
	for option, value := range args {
		if option != name {
			text = append(text, option+":"+value)
		}
	}
	return p.taken(func() *slacktest.Delivery { return p.Slash(p.id, channel, command, strings.Join(text, " ")) })
}

func (p *person) Answer(text string) error {
	all := p.mine()
	if last := all[len(all)-1]; slices.Contains(last.Buttons, p.answer()) {
		if err := p.taken(func() *slacktest.Delivery { return p.Server.Tap(p.id, last, p.answer()) }); err != nil {
			return err
		}
		if !p.WaitFor(func() bool { return p.Modal(p.id) != nil }) {
			return errors.New("no form opens")
		}
		err := p.taken(func() *slacktest.Delivery { return p.SubmitView(p.id, map[string]any{answerForm: text}) })
		if v := p.Modal(p.id); v != nil {
			return fmt.Errorf("the form says %v", v.Errors)
		}
		return err
	}
	return p.Say(text)
}

// CloseDoor has them leave the workspace; what they say after that they say when
// they are back.
func (p *person) CloseDoor(closed bool) error {
	p.ChangeUser(p.id, func(u *slacktest.User) { u.Deleted = closed })
	return nil
}
