package discord

import (
	"errors"
	"strings"
	"testing"
	"time"

	"bounceback/bot"
	"bounceback/bot/bottest/discordtest"
	"bounceback/coach"
)

func TestALongLetterComesInPieces(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	m := coach.Message{Text: long(), Choices: yesNo, Figure: bars}
	for range 2 { // as after a crash between sending and ticking off
		w.send(w.here(), "key", m)
		w.start()
	}
	seen := w.amina.Sees(discordtest.Direct)
	if len(seen) < 2 {
		t.Fatalf("%d pieces", len(seen))
	}
	all := ""
	for n, p := range seen {
		all += p.Text
		if last := n == len(seen)-1; (len(p.Labels()) == 2) != last {
			t.Errorf("piece %d has the choices %q", n, p.Labels())
		}
		if first := n == 0; (len(p.Files) == 1) != first {
			t.Errorf("piece %d has %d files", n, len(p.Files))
		}
		if len(p.Nonce) == 0 || len(p.Nonce) > 25 {
			t.Errorf("the nonce %q", p.Nonce)
		}
	}
	if n := strings.Count(all, "Paragraph"); n != 40 {
		t.Errorf("%d paragraphs of 40 came", n)
	}
	if f := seen[0].Files[0]; f.Alt != bars.Alt || !strings.HasPrefix(string(f.Content), "\x89PNG") {
		t.Errorf("%s %q", f.Name, f.Alt)
	}
}

// Of a letter that failed half-way only the rest is sent, and what was written
// although it seemed to fail is not written twice.
func TestHalfSent(t *testing.T) {
	for name, fault := range map[string]discordtest.Fault{
		"not written": discordtest.Status(503), "written": discordtest.LateStatus(502), "answer lost": discordtest.Lose(),
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			w.Fail(sends, 1, discordtest.Delay(time.Millisecond))
			w.Fail(sends, 1, fault)
			m := text(long())
			if err := w.Send(w.ctx, w.here(), "key", m); err == nil || errors.Is(err, bot.ErrRefused) || errors.Is(err, bot.ErrUnreachable) {
				t.Fatal(err)
			}
			w.send(w.here(), "key", m)
			all := ""
			for _, p := range w.amina.Sees(discordtest.Direct) {
				all += p.Text
			}
			if n := strings.Count(all, "Paragraph 0."); n != 1 {
				t.Errorf("the first piece came %d times", n)
			}
			if n := strings.Count(all, "Paragraph"); n != 40 {
				t.Errorf("%d paragraphs of 40", n)
			}
			first := 0
			for _, r := range w.Requests(sends) {
				if strings.Contains(string(r.Body), `"nonce":"key"`) {
					first++
				}
			}
			if first != 1 {
				t.Errorf("the first piece was sent %d times", first)
			}
		})
	}
}

// Discord forgets a nonce after minutes, and an outage can take longer.
func TestUnsureForLong(t *testing.T) {
	w := newTown(t)
	w.send(w.here(), "before", text("Okay. I'm here."))
	w.later(time.Hour)
	w.Fail(sends, 1, discordtest.Lose())
	if err := w.Send(w.ctx, w.here(), "key", text("Okay. I'm here.")); err == nil {
		t.Fatal("no error")
	}
	w.Fail(sends, 1, discordtest.CutBefore())
	if err := w.Send(w.ctx, w.here(), "key", text("Okay. I'm here.")); err == nil {
		t.Fatal("no error")
	}
	w.later(time.Hour)
	w.send(w.here(), "key", text("Okay. I'm here."))
	w.sees(discordtest.Direct, "Okay. I'm here.", "Okay. I'm here.")
	// One that was not written is not taken for the one of before.
	w.Fail(sends, 1, discordtest.CutBefore())
	if err := w.Send(w.ctx, w.here(), "key2", text("Okay. I'm here.")); err == nil {
		t.Fatal("no error")
	}
	w.later(time.Hour)
	w.send(w.here(), "key2", text("Okay. I'm here."))
	w.sees(discordtest.Direct, "Okay. I'm here.", "Okay. I'm here.", "Okay. I'm here.")
}

// A crash between writing and ticking off, and a long night before the next start.
func TestCrashAndALongNight(t *testing.T) {
	w := newTown(t)
	w.amina.Say("log a no")
	w.send(w.here(), "old", text("Noted."))
	w.later(24 * time.Hour)
	w.amina.Say("log a no")
	w.send(w.here(), "a", text("Noted."))
	w.send(w.here(), "b", coach.Message{Text: "More?", Choices: yesNo})
	w.later(8 * time.Hour)
	w.start()
	w.send(w.here(), "a", text("Noted."))
	w.send(w.here(), "c", text("Noted.")) // this one is new
	w.send(w.here(), "b", coach.Message{Text: "More?", Choices: yesNo})
	w.sees(discordtest.Direct, "Noted.", "Noted.", "More? [Yes] [No]", "Noted.")
	if n := len(w.Requests("GET /channels/*/messages")); n > 2 {
		t.Errorf("the history was read %d times", n)
	}
	w.later(8 * time.Hour)
	w.amina.Say("log a no")
	w.start()
	w.send(w.here(), "d", text("Noted.")) // of the message that was just heard
	w.sees(discordtest.Direct, "Noted.", "Noted.", "More? [Yes] [No]", "Noted.", "Noted.")
}

// She writes again while the bot is away: what the run before wrote last is older
// than that, and yet is not written twice.
func TestCrashAndAMessageMeanwhile(t *testing.T) {
	w := newTown(t)
	heard := w.amina.Say("log a no")
	w.store.NoteSoon(PersonID(w.amina.ID), lastNote, []byte(heard))
	w.send(w.here(), "a", text("Noted."))
	w.later(8 * time.Hour)
	w.amina.Say("log a no")
	w.start()
	w.send(w.here(), "a", text("Noted."))
	w.send(w.here(), "b", text("Noted.")) // in answer to what she wrote meanwhile
	w.sees(discordtest.Direct, "Noted.", "Noted.")
}

// The channel of direct messages is opened once, whatever happens later.
func TestChannelsAreKept(t *testing.T) {
	w := newTown(t)
	w.send(w.here(), "a", text("one"))
	w.send(w.here(), "b", text("two"))
	w.start()
	w.send(w.here(), "c", text("three"))
	if n := w.opened(); n != 1 {
		t.Errorf("opened %d times", n)
	}
	w.channels.met(w.amina.ID, w.amina.DirectID())
	w.send(w.here(), "d", text("four"))
	w.sees(discordtest.Direct, "one", "two", "three", "four")
	// A channel that is gone is opened anew.
	w.channels.met(w.amina.ID, "404")
	w.send(w.here(), "e", text("five"))
	if n := w.opened(); n != 2 {
		t.Errorf("opened %d times", n)
	}
	// Who is not kept leaves no note.
	w.send(UserAddress(w.other.ID), "f", text("hello"))
	w.start()
	if note, err := w.store.Note(w.ctx, PersonID(w.other.ID), channelNote); err != nil || note != nil {
		t.Errorf("%q %v", note, err)
	}
	if note, err := w.store.Note(w.ctx, PersonID(w.amina.ID), channelNote); err != nil || string(note) != w.amina.DirectID() {
		t.Errorf("%q %v", note, err)
	}
}

func TestChannelThatWasMetIsNeverOpened(t *testing.T) {
	w := newTown(t)
	w.channels.met(w.amina.ID, w.amina.DirectID())
	w.send(w.here(), "a", text("one"))
	w.start()
	w.send(w.here(), "b", text("two"))
	if n := w.opened(); n != 0 {
		t.Errorf("opened %d times", n)
	}
}

func TestClosedDoors(t *testing.T) {
	w := newTown(t)
	w.amina.CloseDoor()
	for n, send := range []func() error{
		func() error { return w.Send(w.ctx, w.here(), "a", text("one")) },
		func() error { return w.Hand(w.ctx, w.here(), "b", "a.json", []byte("{}")) },
	} {
		if err := send(); !errors.Is(err, bot.ErrUnreachable) {
			t.Errorf("%d: %v", n, err)
		}
	}
	w.amina.OpenDoor()
	w.Fail(sends, 1, discordtest.Refuse(403, 50001, "Missing Access")) // for no reason, as it happens
	if err := w.Send(w.ctx, w.here(), "a", text("one")); err == nil || errors.Is(err, bot.ErrUnreachable) || errors.Is(err, bot.ErrRefused) {
		t.Error(err)
	}
	w.send(w.here(), "a", text("one"))
	w.Fail(sends, 2, discordtest.Refuse(403, 50001, "Missing Access"))
	if err := w.Send(w.ctx, w.here(), "b", text("two")); err == nil || errors.Is(err, bot.ErrUnreachable) {
		t.Error(err)
	}
	w.later(7 * time.Hour) // it does not pass
	if err := w.Send(w.ctx, w.here(), "b", text("two")); !errors.Is(err, bot.ErrUnreachable) {
		t.Error(err)
	}
	w.Fail("POST /users/@me/channels", 1, discordtest.Refuse(400, 50033, "Invalid Recipient(s)"))
	if err := w.Send(w.ctx, UserAddress(w.other.ID), "c", text("one")); !errors.Is(err, bot.ErrUnreachable) {
		t.Error(err)
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for range 2 {
		if err := w.Hand(w.ctx, w.here(), "key", "bounceback.json", []byte(`{"a":1}`)); err != nil {
			t.Fatal(err)
		}
	}
	large := []byte(strings.Repeat("a long life ", maxFile/12+1))
	if err := w.Hand(w.ctx, w.here(), "key2", "bounceback.json", large); err != nil {
		t.Fatal(err)
	}
	w.sees(discordtest.Direct, " (bounceback.json: )", " (bounceback.json.gz: )")
	if f := w.amina.Sees(discordtest.Direct)[0].Files[0]; string(f.Content) != `{"a":1}` {
		t.Errorf("%q", f.Content)
	}
}

// What the picture's font cannot write is said in words.
func TestFigureInWords(t *testing.T) {
	w := newTown(t)
	m := coach.Message{Text: "Look.", Figure: &coach.Figure{Alt: "Zwei *Absagen*.", Bars: []coach.Bar{{Label: "面接", Value: 2}}}}
	w.send(w.here(), "a", m)
	m.Text = strings.Repeat("x", 1995)
	w.send(w.here(), "b", m)
	w.sees(discordtest.Direct, `Look.`+"\n\n"+`Zwei \*Absagen\*.`, `Zwei \*Absagen\*.`, m.Text)
	if strings.Contains(w.log.String(), "Absagen") {
		t.Error(w.log.String())
	}
}

func TestOddAddressesAreRefused(t *testing.T) {
	w := newTown(t)
	for _, to := range []coach.Address{{Platform: "discord", To: "x/1"}, {Platform: "slack", To: "u/1"}, ChannelAddress(w.square)} {
		if err := w.Send(w.ctx, to, "a", text("one")); !errors.Is(err, bot.ErrRefused) {
			t.Errorf("%v: %v", to, err)
		}
	}
	if err := w.Send(w.ctx, w.here(), "a", coach.Message{}); !errors.Is(err, bot.ErrRefused) {
		t.Error(err)
	}
	if n := len(w.Requests(sends)); n != 0 {
		t.Errorf("%d messages were sent", n)
	}
}
