package discord

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"bounceback/bot/bottest/discordtest"
	"bounceback/coach"

	"github.com/bwmarrin/discordgo"
)

// replies fails if the answer to the interaction does not read so.
func (w *town) replies(i *discordtest.Interaction, want string) {
	w.t.Helper()
	if m, _ := i.Reply(); fmt.Sprintf("%q", m.String()) != fmt.Sprintf("%q", want) {
		w.t.Errorf("the answer is\n%q, not\n%q", m.String(), want)
	}
}

// Letters of one turn become one answer that only she sees, also when the program
// was cut off and sends them again.
func TestAnswerInAServer(t *testing.T) {
	t.Parallel()
	for name, crash := range map[string]func(*town){"one run": func(*town) {}, "cut off": (*town).start} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			i, to := w.asks(w.square)
			w.send(to, "a", text("That took nerve."))
			crash(w)
			w.send(to, "b", coach.Message{Text: "Look.", Figure: bars})
			crash(w)
			if err := w.Hand(w.ctx, to, "c", "copy.json", []byte("{}")); err != nil {
				t.Fatal(err)
			}
			w.send(to, "d", coach.Message{Text: "More?", Choices: yesNo})
			want := "That took nerve.\n\nLook.\n\nMore? [Yes] [No] (chart.png: " + bars.Alt + ") (copy.json: )"
			w.replies(i, want)
			if name == "cut off" {
				w.start()
				w.send(to, "b", coach.Message{Text: "Look.", Figure: bars})
				if err := w.Hand(w.ctx, to, "c", "copy.json", []byte("{}")); err != nil {
					t.Fatal(err)
				}
				w.send(to, "d", coach.Message{Text: "More?", Choices: yesNo})
				w.replies(i, want)
			}
		})
	}
}

// What the adapter knows of the first answer need not be read.
func TestAnswerThatIsKnownIsNotRead(t *testing.T) {
	w := newTown(t)
	i, to := w.asks(w.square)
	w.answers.promised(i.ID, true)
	w.send(to, "a", text("Noted."))
	w.send(to, "b", text("Noted.")) // another letter that says the same
	w.replies(i, "Noted.\n\nNoted.")
	if n := len(w.Requests("GET /webhooks/*/*/messages/@original")); n != 0 {
		t.Errorf("it was read %d times", n)
	}
}

// An edit that failed, or seems to, is made again and adds nothing twice.
func TestAnswerThatFailed(t *testing.T) {
	for name, fault := range map[string]discordtest.Fault{"not done": discordtest.Status(503), "done": discordtest.LateStatus(503)} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			i, to := w.asks(w.square)
			w.send(to, "a", text("one"))
			w.Fail(edits, 3, fault)
			if err := w.Send(w.ctx, to, "b", text("two")); err == nil {
				t.Fatal("no error")
			}
			w.send(to, "b", text("two"))
			w.replies(i, "one\n\ntwo")
		})
	}
}

// A tap under a message that only she sees is answered below it; what stood above
// the last tap does not count as an answer.
func TestAnswerBelowATap(t *testing.T) {
	w := newTown(t)
	i, to := w.asks(w.square)
	w.send(to, "a", text("Noted."))
	w.send(to, "b", coach.Message{Text: "Feeling?", Choices: yesNo})
	first, _ := i.Reply()
	for n := range 2 {
		tap := w.amina.TapGone(first.ID, "k:x")
		m := w.show.Tapped(reread(w, i).Text, "Yes")
		if err := w.client.Respond(w.ctx, w.interaction(tap, w.square).rest(), discordgo.InteractionResponseUpdateMessage, changed{m.Content, m.Components, nobody()}); err != nil {
			t.Fatal(err)
		}
		w.start()
		to := w.interaction(tap, w.square).Address()
		w.send(to, fmt.Sprint("c", n), text("Noted."))
		w.start()
		w.send(to, fmt.Sprint("c", n), text("Noted."))
	}
	w.replies(i, "Noted.\n\nFeeling?\n\nYou: **Yes**\n\nNoted.\n\nYou: **Yes**\n\nNoted.")
}

func reread(w *town, i *discordtest.Interaction) discordtest.Message {
	m, ok := i.Reply()
	if !ok {
		w.t.Fatal("there is no answer")
	}
	return m
}

// A question that wants her own words goes where she can write.
func TestQuestionGoesToTheDirectMessage(t *testing.T) {
	w := newTown(t)
	i, to := w.asks(w.square)
	question := coach.Message{Text: "What happened?", Asks: true}
	w.send(to, "a", text("Okay."))
	w.send(to, "b", question)
	w.start()
	w.send(to, "b", question)
	w.replies(i, "Okay.\n\n"+w.words.Written+" ["+w.words.Open+"]")
	w.sees(discordtest.Direct, "What happened?")
}

// If her direct messages are closed it stays where she asked, with a button for a
// form.
func TestQuestionStaysWhenTheDoorIsClosed(t *testing.T) {
	w := newTown(t)
	w.amina.CloseDoor()
	i, to := w.asks(w.square)
	question := coach.Message{Text: "What happened?", Choices: yesNo, Asks: true}
	w.send(to, "a", question)
	w.start()
	w.send(to, "a", question)
	w.replies(i, "What happened? [Yes] [No] ["+w.words.Write+"]")
	m, _ := i.Reply()
	if b := m.Buttons[2]; b.ID != writeID || b.Row != 1 {
		t.Errorf("%+v", b)
	}
	w.sees(discordtest.Direct)
}

// A token lasts a quarter of an hour, and there may have been no first answer at
// all: then there is the direct message.
func TestAnswerThatRanOut(t *testing.T) {
	for _, place := range []string{"square", discordtest.Direct, discordtest.Elsewhere} {
		w := newTown(t)
		if place == "square" {
			place = w.square
		}
		_, to := w.asks(place)
		w.later(16 * time.Minute)
		w.send(to, "a", text("one"))
		if n := len(w.Requests("* /webhooks/*/*/messages/@original")); n != 0 {
			t.Errorf("from %q: a token that had run out was used %d times", place, n)
		}
		i, to := w.asks(place)
		w.Advance(16 * time.Minute) // by Discord's clock alone
		w.send(to, "b", text("two"))
		never := w.interaction(w.amina.Slash(place, "win"), place).Address()
		w.send(never, "c", coach.Message{Text: "three", Asks: true})
		w.start()
		w.send(never, "c", coach.Message{Text: "three", Asks: true})
		if m, _ := i.Reply(); !m.Loading {
			t.Errorf("it was answered with %v", m)
		}
		var got []string
		for _, m := range w.amina.Sees(discordtest.Direct) {
			if !m.Loading {
				got = append(got, m.Text)
			}
		}
		if strings.Join(got, " ") != "one two three" {
			t.Errorf("from %q: %q", place, got)
		}
	}
}

// In the direct messages the first letter answers the command, and the others are
// messages like any.
func TestAnswerInTheDirectMessages(t *testing.T) {
	for name, crash := range map[string]func(*town){"one run": func(*town) {}, "cut off": (*town).start} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			i, to := w.asks(discordtest.Direct)
			w.send(to, "a", text("one"))
			crash(w)
			w.send(to, "a", text("one")) // was not ticked off
			crash(w)
			w.send(to, "b", coach.Message{Text: "two", Choices: yesNo, Asks: true})
			crash(w)
			w.send(to, "b", coach.Message{Text: "two", Choices: yesNo, Asks: true})
			if name == "one run" {
				return // a letter is sent twice only after a crash
			}
			w.replies(i, "one")
			w.sees(discordtest.Direct, "one", "two [Yes] [No]")
		})
	}
}

func TestLongAnswers(t *testing.T) {
	w := newTown(t)
	i, to := w.asks(w.square)
	w.Fail("POST /webhooks/*/*", 1, discordtest.Status(503))
	m := coach.Message{Text: long(), Choices: yesNo}
	if err := w.Send(w.ctx, to, "a", m); err == nil {
		t.Fatal("no error")
	}
	w.send(to, "a", m)
	seen := w.amina.Ephemeral()
	all := ""
	for _, p := range seen {
		all += p.Text
	}
	if n := strings.Count(all, "Paragraph"); n != 40 || len(seen[len(seen)-1].Labels()) != 2 {
		t.Errorf("%d paragraphs of 40, choices %q", n, seen[len(seen)-1].Labels())
	}
	if got, _ := i.Reply(); !strings.HasPrefix(got.Text, "Paragraph 0.") {
		t.Errorf("%.20s", got.Text)
	}
	if n := len(w.Messages(w.square)); n != 0 {
		t.Errorf("everybody sees %d messages", n)
	}
}

// Where the bot was brought by a person only, five further messages are possible;
// the rest goes to the direct message, and nothing is said twice.
func TestTooManyFurtherMessages(t *testing.T) {
	w := newTown(t)
	_, to := w.asks(discordtest.Elsewhere)
	for n := range 8 {
		w.send(to, fmt.Sprint("k", n), text(fmt.Sprintf("Letter %d. %s", n, strings.Repeat("x", 1900))))
	}
	var got []string
	for _, m := range append(w.amina.Ephemeral(), w.amina.Sees(discordtest.Direct)...) {
		got = append(got, m.Text[:len("Letter 0")])
	}
	if fmt.Sprint(got) != "[Letter 0 Letter 1 Letter 2 Letter 3 Letter 4 Letter 5 Letter 6 Letter 7]" || len(w.amina.Sees(discordtest.Direct)) != 2 {
		t.Errorf("%q", got)
	}
}

// An answer that she has put away is not missed: what follows is a new message.
func TestAnswerThatWasPutAway(t *testing.T) {
	w := newTown(t)
	i, to := w.asks(w.square)
	w.send(to, "a", text("one"))
	m, _ := i.Reply()
	w.Fail(edits, 1, discordtest.Refuse(404, 10008, "Unknown Message"))
	w.send(to, "b", text("two"))
	seen := w.amina.Ephemeral()
	if len(seen) != 2 || seen[0].ID != m.ID || seen[1].Text != "two" {
		t.Errorf("%v", seen)
	}
}
