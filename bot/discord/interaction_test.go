package discord_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest/discordtest"
	"bounceback/bot/discord"
	"bounceback/coach"
	"bounceback/coach/page"
	"bounceback/store"
)

// alone runs the adapter without a bot: what is heard goes to heard.
func (r *rig) alone(heard func(context.Context, bot.Heard)) *discord.Platform {
	r.t.Helper()
	m, err := mind()
	r.must(err)
	return r.aloneWith(m.coach, heard)
}

func (r *rig) aloneWith(c discord.Coach, heard func(context.Context, bot.Heard)) *discord.Platform {
	r.t.Helper()
	people, err := store.Open(r.file)
	r.must(err)
	log := slog.New(slog.NewTextHandler(r.log, nil))
	p, err := discord.New(discord.Options{Token: r.Token, API: r.URL(), Coach: c, Notes: people, Logger: log, Clock: r.clock}.Hurry())
	r.must(err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx, heard) }()
	r.t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			r.t.Errorf("the adapter ended with %v", err)
		}
		if err := people.Close(); err != nil {
			r.t.Error(err)
		}
	})
	r.must(r.Wait(r.ctx, "the commands are registered", func() bool { return r.Listening() && len(r.Registered()) > 0 }))
	return p
}

// TestEveryPathIsAcknowledgedAtOnce, while the bot does not come to any of it.
func TestEveryPathIsAcknowledgedAtOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.HoldToThreeSeconds()
	stuck, met := make(chan struct{}), make(chan struct{}, 1000)
	p := r.alone(func(ctx context.Context, _ bot.Heard) {
		met <- struct{}{}
		select {
		case <-stuck:
		case <-ctx.Done():
		}
	})
	t.Cleanup(func() { close(stuck) })
	_, here, _ := r.community()
	m := coach.Message{Text: "How is it?", Choices: []coach.Choice{{Key: "checkin/start/low~1", Label: "Low"}}}
	_, err := p.Post(r.ctx, discord.ChannelAddress(here), "post", m)
	r.must(err)
	post := r.Messages(here)[0]
	g, there, _ := r.community("admin")
	admin := r.Person("admin")
	g.Join(admin, discordtest.ManageChannels)

	const crowd = 15
	var all []*discordtest.Interaction
	for n := range crowd {
		who := r.Person(fmt.Sprintf("p%d", n))
		g.Join(who, 0)
		who.Say("hello")
		<-met
		r.must(p.Send(r.ctx, discord.UserAddress(who.ID), fmt.Sprintf("letter%d", n), m))
		all = append(all,
			who.Tap(r.newest(who, discordtest.Direct).ID, "Low"), who.Slash(discordtest.Direct, "win"), who.Slash(there, "win"), who.TapGone(post.ID, post.Buttons[0].ID),
			who.Type(there, "lifeline", "country:ge"), admin.Slash(there, "room"))
	}
	want := map[int]int{}
	for _, i := range all {
		r.must(i.Acknowledged(r.ctx))
		if took, _ := i.Took(); took > 3*time.Second {
			t.Errorf("acknowledged after %s", took)
		}
		want[i.Answered()]++
	}
	for kind, n := range map[int]int{discordtest.AnswerUpdate: crowd, discordtest.AnswerDeferred: 3 * crowd, discordtest.AnswerAutocompleted: crowd, discordtest.AnswerForm: crowd} {
		if want[kind] != n {
			t.Errorf("%d were answered with %d, not %d", want[kind], kind, n)
		}
	}
	if now := r.Messages(here); len(now) != 1 || now[0].Edits != 0 || len(now[0].Labels()) != 1 {
		t.Errorf("the post that was tapped is changed: %+v", now)
	}
}

// TestAnAcknowledgementThatFails: what there is to say goes to the direct message.
func TestAnAcknowledgementThatFails(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	_, here, who := r.community("amina")
	r.Fail("POST /interactions/*/*/callback", -1, discordtest.Refuse(404, 10062, "Unknown interaction"))
	who[0].Slash(here, "win", "win:called the clinic")
	r.waitFor(who[0], discordtest.Direct, "called the clinic")
	r.nothingPublic(here)
}

// TestAnInteractionThatRanOut: so does what comes after a quarter of an hour.
func TestAnInteractionThatRanOut(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	heard := make(chan bot.Heard, 1)
	p := r.alone(func(_ context.Context, h bot.Heard) { heard <- h })
	_, here, who := r.community("amina")
	who[0].Slash(here, "win")
	h := <-heard
	r.Advance(16 * time.Minute)
	r.must(p.Send(r.ctx, h.To, "late", coach.Message{Text: "Here it is."}))
	if seen := who[0].Sees(discordtest.Direct); len(seen) != 1 || seen[0].Text != "Here it is." {
		t.Errorf("the direct message reads %+v", seen)
	}
}

// TestWhatIsHeardOfAnInteraction looks at what goes to the bot.
func TestWhatIsHeardOfAnInteraction(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	heard := make(chan bot.Heard, 1)
	r.alone(func(_ context.Context, h bot.Heard) { heard <- h })
	g, here, who := r.community("amina")
	amina := who[0]
	for _, c := range []struct {
		where   string
		further discordtest.Permissions
		manages bool
	}{{here, 0, false}, {here, discordtest.ManageChannels, true}, {here, discordtest.ManageGuild, true}, {here, discordtest.Administrator, true}, {discordtest.Direct, 0, false}} {
		g.Join(amina, c.further)
		i := amina.Slash(c.where, "checkin", "mood:4")
		h := <-heard
		if h.Event != "discord:i/"+i.ID || h.From != discord.PersonID(amina.ID) || h.Reach != discord.UserAddress(amina.ID) || h.Heard.Name != "amina" || h.Done == nil {
			t.Errorf("heard is %+v", h)
		}
		if h.Heard.Command != "checkin" || h.Heard.Args["mood"] != "4" || h.Manages != c.manages {
			t.Errorf("heard is %+v", h)
		}
		if room := (h.Room != coach.Address{}); room != (c.where == here) || room && h.Room != discord.ChannelAddress(here) {
			t.Errorf("the room is %v", h.Room)
		}
		if at, err := discord.ParseAddress(h.To); err != nil || at.Interaction == nil {
			t.Errorf("the answer goes to %v", h.To)
		}
	}
}

// TestAMenu: more choices than go into a row are a menu, and what is chosen in it is
// shown like what is tapped.
func TestAMenu(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	heard := make(chan bot.Heard, 9)
	p := r.alone(func(_ context.Context, h bot.Heard) { heard <- h })
	amina := r.Person("amina")
	amina.Say("hello")
	<-heard
	m := coach.Message{Text: "Which day?"}
	for _, day := range []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "*Any* day"} {
		m.Choices = append(m.Choices, coach.Choice{Key: "days/start/" + day + "~1", Label: day})
	}
	r.must(p.Send(r.ctx, discord.UserAddress(amina.ID), "menu", m))
	asked := r.newest(amina, discordtest.Direct)
	if len(asked.Selects) != 1 || len(asked.Buttons) != 0 {
		t.Fatalf("it is asked with %+v", asked)
	}
	amina.Select(asked.ID, "*Any* day")
	if h := <-heard; h.Heard.Tap != "days/start/*Any* day~1" {
		t.Errorf("heard is %+v", h.Heard)
	}
	if now, _ := r.Message(asked.ID); len(now.Labels()) != 0 || now.Reads() != "Which day?\n\nYou: *Any* day" {
		t.Errorf("after the choice it reads %q", now.Reads())
	}
}

// TestOddInteractionsAreSurvived: whatever comes, and whatever lacks.
func TestOddInteractionsAreSurvived(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	amina := r.Person("amina")
	user := map[string]any{"id": amina.ID, "username": "amina"}
	for n, odd := range []map[string]any{
		nil,
		{"type": 2},
		{"type": 2, "data": nil},
		{"type": 2, "user": nil, "member": map[string]any{}},
		{"type": 2, "data": map[string]any{"name": "no-such-thing", "type": 1, "id": "3"}},
		{"type": 2, "data": map[string]any{"name": "win", "type": 1, "id": "3", "options": []any{nil, map[string]any{"name": "nothing", "type": 99, "value": map[string]any{}}, map[string]any{"name": "win", "type": 4, "value": 3}}}},
		{"type": 2, "guild_id": "9", "data": map[string]any{"name": "room", "type": 1, "id": "3"}},
		{"type": 3, "data": map[string]any{"custom_id": "k:rejected/gone/gone~1", "component_type": 2}},
		{"type": 3, "data": map[string]any{"custom_id": "", "component_type": 3, "values": []any{}}},
		{"type": 3, "message": map[string]any{"id": "4", "components": []any{map[string]any{"type": 99}}}, "data": map[string]any{"custom_id": "k:a/b/c~1", "component_type": 2}},
		{"type": 4, "data": map[string]any{"name": "win", "type": 1, "id": "3"}},
		{"type": 5, "data": map[string]any{"custom_id": "r", "components": []any{}}},
		{"type": 5, "data": map[string]any{"custom_id": "w", "components": []any{map[string]any{"type": 18, "component": map[string]any{"type": 4}}}}},
		{"type": 5, "data": map[string]any{"custom_id": "of another time", "components": []any{map[string]any{"type": 1, "components": []any{}}}}},
		{"type": 77, "data": map[string]any{}},
	} {
		i := map[string]any{"id": fmt.Sprint(1000 + n), "application_id": r.AppID, "token": fmt.Sprintf("odd%d", n), "channel_id": amina.DirectID(), "context": 1, "user": user, "version": 1}
		for k, v := range odd {
			i[k] = v
		}
		r.Dispatch("INTERACTION_CREATE", i)
	}
	i := amina.Slash(discordtest.Direct, "win", "win:still there")
	_, err := i.Await(r.ctx)
	r.must(err)
	r.waitFor(amina, discordtest.Direct, "still there")
	for _, bad := range []string{"broke off", "panic", "odd1", "still there"} {
		if strings.Contains(r.log.String(), bad) {
			t.Errorf("%q stands in the log:\n%s", bad, r.log)
		}
	}
}

// brittle is a coach that breaks when it is asked for its pages.
type brittle struct {
	*coach.Coach
	broken atomic.Bool
}

func (b *brittle) Book(language string) *page.Book {
	if b.broken.Load() {
		panic("their words")
	}
	return b.Coach.Book(language)
}

// TestWhatBreaksIsAnsweredAllTheSame, and the next thing is heard.
func TestWhatBreaksIsAnsweredAllTheSame(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	m, err := mind()
	r.must(err)
	b := &brittle{Coach: m.coach}
	heard := make(chan bot.Heard, 9)
	r.aloneWith(b, func(_ context.Context, h bot.Heard) { heard <- h })
	amina := r.Person("amina")
	amina.Say("hello")
	<-heard
	b.broken.Store(true)
	i := amina.TapGone(amina.Sees(discordtest.Direct)[0].ID, "k:room/what/when~1")
	r.must(i.Acknowledged(r.ctx))
	if said, _ := i.Reply(); !said.Ephemeral || !strings.HasPrefix(said.Text, "That didn't reach me whole.") {
		t.Errorf("it is answered with %+v", said)
	}
	b.broken.Store(false)
	amina.Say("and now?")
	if h := <-heard; h.Heard.Text != "and now?" {
		t.Errorf("heard is %+v", h)
	}
	if log := r.log.String(); !strings.Contains(log, "broke off") || strings.Contains(log, "their words") {
		t.Errorf("the log says\n%s", log)
	}
}

// TestCommandsAreRegisteredWhenTheyDiffer, and only then.
func TestCommandsAreRegisteredWhenTheyDiffer(t *testing.T) {
	t.Parallel()
	r := newRig(t).start()
	r.stop()
	r.start()
	amina := r.Person("amina")
	_, err := amina.Slash(discordtest.Direct, "help").Await(r.ctx)
	r.must(err)
	r.must(r.Wait(r.ctx, "the commands are looked at again", func() bool { return len(r.Requests("GET /applications/*/commands")) == 2 }))
	if puts := len(r.Requests("PUT /applications/*/commands")); puts != 1 {
		t.Errorf("they were registered %d times", puts)
	}
}
