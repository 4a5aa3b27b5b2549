package discord

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest"
	"bounceback/bot/bottest/discordtest"
	"bounceback/coach"
)

// TestConform has the suite pass that all adapters pass.
func TestConform(t *testing.T) {
	bottest.Conform(t, func(t *testing.T) bottest.Rig { return newRig(t) })
}

// rig is the local Discord as the suite sees it: a server of which everybody is a
// member, with one channel.
type rig struct {
	*discordtest.Server
	t       *testing.T
	guild   *discordtest.Guild
	lounge  string
	starts  int // sessions that were there before the last adapter
	chosen  *regexp.Regexp
	patient context.Context
}

func newRig(t *testing.T) *rig {
	w, err := readWords()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	r := &rig{Server: discordtest.New(t), t: t, patient: ctx,
		chosen: regexp.MustCompile(strings.Replace(regexp.QuoteMeta(w.Chosen), `\{choice\}`, "(.*)", 1) + "$")}
	t.Cleanup(func() {
		cancel()
		r.heeded()
	})
	r.guild = r.Guild("women in tech")
	r.lounge = r.guild.Channel("lounge")
	return r
}

func (r *rig) Adapter(parts bottest.Parts) (bot.Platform, error) {
	r.starts = r.begun()
	return New(Options{Token: r.Token, API: r.URL(), Coach: parts.Coach, Notes: parts.Store, Look: parts.Store.Look, Logger: parts.Logger}.Hurry())
}

// begun counts the sessions that were started.
func (r *rig) begun() (n int) {
	for _, i := range r.Identifies() {
		if !i.Refused && !i.Resumed {
			n++
		}
	}
	return n
}

func (r *rig) Ready() error {
	return r.Wait(r.patient, "the bot listens and its commands are there", func() bool {
		return r.begun() > r.starts && r.Listening() && len(r.Registered()) > 0
	})
}

func (r *rig) Fail(n int) {
	r.Heal()
	r.Server.Fail(discordtest.Writes, n, discordtest.Status(503))
}

func (r *rig) Lose(n int) { r.Server.Fail(discordtest.Writes, n, discordtest.Lose()) }

func (r *rig) Limit(n int, wait time.Duration) {
	r.Server.Fail(discordtest.Writes, n, discordtest.Limited(wait))
}

// heeded fails the test when something was asked again earlier than the answer said.
func (r *rig) heeded() {
	shut := map[string]time.Time{}
	for _, q := range r.Requests("*") {
		key := q.Method + q.Path
		if q.At.Before(shut[key]) {
			r.t.Errorf("%s %s was asked again %v before its time", q.Method, q.Path, shut[key].Sub(q.At))
		}
		if q.RetryAfter > 0 {
			shut[key] = q.At.Add(q.RetryAfter)
		}
	}
}

func (r *rig) Cut() error {
	if r.Do(discordtest.Cut()) == 0 {
		return errors.New("nobody is connected")
	}
	return nil
}

func (r *rig) Posts() (all []bottest.Sight) {
	for _, m := range r.Messages(r.lounge) {
		if m.Author == r.BotID {
			all = append(all, r.sight(m))
		}
	}
	return all
}

// sight is a message as it stands on the screen.
func (r *rig) sight(m discordtest.Message) (s bottest.Sight) {
	said := m.Text
	s.Choices = slices.DeleteFunc(m.Labels(), func(label string) bool { return label == writeButton(m) })
	if at := r.chosen.FindStringSubmatchIndex(m.Text); at != nil {
		said, s.Chosen = m.Text[:at[0]], discordtest.Reading(m.Text[at[2]:at[3]])
	}
	s.Text = strings.TrimSpace(discordtest.Reading(said))
	for _, f := range m.Files {
		s.Files = append(s.Files, bottest.File{Name: f.Name, Alt: f.Alt, Content: f.Content})
	}
	return s
}

// writeButton is the label of the button that opens a form for own words, if there
// is one.
func writeButton(m discordtest.Message) string {
	for _, b := range m.Buttons {
		if b.ID == writeID {
			return b.Label
		}
	}
	return ""
}

func (r *rig) Person(name string, manages bool) bottest.Person {
	p := &person{rig: r, Person: r.Server.Person(name)}
	var more discordtest.Permissions
	if manages {
		more = discordtest.ManageChannels
	}
	r.guild.Join(p.Person, more)
	return p
}

// person is somebody with a Discord client.
type person struct {
	*rig
	*discordtest.Person
}

func (p *person) ID() coach.ID { return PersonID(p.Person.ID) }

func (p *person) Say(text string) error {
	p.Person.Say(text)
	return nil
}

func (p *person) Again() error {
	p.Person.Again()
	return nil
}

// shown are the messages of the bot that are for this person alone, oldest first.
func (p *person) shown() (all []discordtest.Message) {
	for _, m := range append(p.Person.Sees(discordtest.Direct), p.Ephemeral()...) {
		if m.Author == p.BotID && !m.Loading && !slices.ContainsFunc(all, func(o discordtest.Message) bool { return o.ID == m.ID }) {
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b discordtest.Message) int {
		return cmp.Or(cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
	})
	return all
}

func (p *person) Sees() (all []bottest.Sight) {
	for _, m := range p.shown() {
		all = append(all, p.sight(m))
	}
	return all
}

func (p *person) Tap(label string) error { return p.tap(p.shown(), label) }

func (p *person) TapPost(label string) error { return p.tap(p.Messages(p.lounge), label) }

// tap taps the newest message that has the choice.
func (p *person) tap(all []discordtest.Message, label string) error {
	for _, m := range slices.Backward(all) {
		if !slices.Contains(m.Labels(), label) {
			continue
		}
		if slices.ContainsFunc(m.Buttons, func(b discordtest.Button) bool { return b.Label == label }) {
			p.Person.Tap(m.ID, label)
		} else {
			p.Select(m.ID, label)
		}
		return nil
	}
	return fmt.Errorf("there is no choice [%s]", label)
}

func (p *person) Command(name string, args map[string]string) error {
	return p.gives(discordtest.Direct, name, args)
}

func (p *person) CommandInRoom(name string, args map[string]string) error {
	return p.gives(p.lounge, name, args)
}

func (p *person) gives(where, name string, args map[string]string) error {
	if !slices.Contains(p.Commands(where), name) {
		return fmt.Errorf("/%s is not offered there", name)
	}
	var options []string
	for option, value := range args {
		options = append(options, option+":"+value)
	}
	p.Slash(where, name, options...)
	return nil
}

// Answer uses the button under the last message, if it has one for that.
func (p *person) Answer(text string) error {
	all := p.shown()
	if len(all) == 0 || writeButton(all[len(all)-1]) == "" {
		return p.Say(text)
	}
	p.Person.Tap(all[len(all)-1].ID, writeID)
	if err := p.Wait(p.patient, "the form opens", func() bool { _, open := p.Form(); return open }); err != nil {
		return err
	}
	p.Submit(map[string]string{writeID: text})
	return nil
}

func (p *person) CloseDoor(closed bool) error {
	if closed {
		p.Person.CloseDoor()
	} else {
		p.OpenDoor()
	}
	return nil
}
