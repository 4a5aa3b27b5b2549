package coach_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"bounceback/coach"
	"bounceback/coach/page"
	"bounceback/coach/understand"
)

// waiting calls f with a fresh person who stands at each waiting step of each
// page, and the keys of its choices.
func waiting(t *testing.T, c *coach.Coach, f func(t *testing.T, p *coach.Person, s *page.Step)) {
	for name, pg := range c.Book(coach.English).Pages {
		for _, s := range pg.Steps {
			if !s.Waits() {
				continue
			}
			t.Run(name+"#"+s.Slug, func(t *testing.T) {
				f(t, &coach.Person{
					Version: 1, TimeZone: "Europe/Berlin", Met: talkStart, Heard: talkStart, Serial: 7,
					Place: &coach.Place{Page: name, Step: s.Slug, Since: talkStart},
				}, s)
			})
		}
	}
}

// hear says a text to somebody's coach, a minute after talkStart.
func hear(c *coach.Coach, r *understand.Reader, p *coach.Person, text string) coach.Turn {
	h, ok := c.Command(text)
	if !ok {
		h = coach.Heard{Text: text}
	}
	h.Reading = r.Read(h.Words())
	return c.Hear(p, h, journal(nil), talkStart.Add(time.Minute))
}

func TestStopWorksAtEveryStep(t *testing.T) {
	c, r := newCoach(t), newReader(t)
	waiting(t, c, func(t *testing.T, p *coach.Person, s *page.Step) {
		p.Promises = []coach.Promise{{Page: "checkin", Step: "nudge", Due: talkStart.Add(time.Hour)}}
		hear(c, r, p, "STOP")
		if !p.Stopped || len(p.Promises) > 0 {
			t.Errorf("not stopped: %+v", p.Promises)
		}
		if p.Place != nil && p.Place.Page != "stop" {
			t.Errorf("still at %s#%s", p.Place.Page, p.Place.Step)
		}
	})
}

func TestWarningsWorkAtEveryStep(t *testing.T) {
	c, r := newCoach(t), newReader(t)
	for _, text := range []string{"I want to kill myself", "ich will mich umbringen", "i am going to end my life tonight"} {
		waiting(t, c, func(t *testing.T, p *coach.Person, s *page.Step) {
			turn := hear(c, r, p, text)
			if p.Place == nil || p.Place.Page != "lifeline" {
				t.Fatalf("%q is answered with %s#%s", text, turn.Page, turn.Step)
			}
			if !strings.Contains(said(turn), "findahelpline") && !strings.Contains(said(turn), "112") {
				t.Errorf("no contact in the answer to %q at #%s: %s", text, s.Slug, said(turn))
			}
		})
	}
}

func TestWarningsInEveryCommandArgument(t *testing.T) {
	c, r := newCoach(t), newReader(t)
	for _, cmd := range c.Commands() {
		p := &coach.Person{Met: talkStart, Heard: talkStart}
		h := coach.Heard{Command: cmd.Name, Args: map[string]string{}}
		for _, o := range cmd.Options {
			h.Args[o.Name] = "I want to kill myself"
		}
		if len(cmd.Options) == 0 {
			h.Args[""] = "I want to kill myself"
		}
		h.Reading = r.Read(h.Words())
		turn := c.Hear(p, h, journal(nil), talkStart.Add(time.Minute))
		if turn.Page != "lifeline" {
			t.Errorf("/%s is answered with %s#%s", cmd.Name, turn.Page, turn.Step)
		}
	}
}

func TestHelpUndoAndDeleteWorkAtEveryStep(t *testing.T) {
	c, r := newCoach(t), newReader(t)
	for text, want := range map[string]string{"help": "help", "undo": "undo", "delete my data": "mydata"} {
		waiting(t, c, func(t *testing.T, p *coach.Person, s *page.Step) {
			for _, ch := range s.Choices {
				if strings.EqualFold(ch.Label, text) {
					return
				}
			}
			place := *p.Place
			turn := hear(c, r, p, text)
			if said(turn) == "" {
				t.Fatalf("no answer to %q", text)
			}
			if p.Place != nil && p.Place.Page != want && (p.Place.Page != place.Page || p.Place.Step != place.Step) && p.Place.Page != "back" {
				t.Errorf("%q goes to %s#%s", text, p.Place.Page, p.Place.Step)
			}
		})
	}
}

// TestEveryChoiceOfEveryStep taps each choice of each step.
func TestEveryChoiceOfEveryStep(t *testing.T) {
	c, r := newCoach(t), newReader(t)
	waiting(t, c, func(t *testing.T, p *coach.Person, s *page.Step) {
		data, err := json.Marshal(p)
		must(t, err)
		for _, ch := range s.Choices {
			var q coach.Person
			must(t, json.Unmarshal(data, &q))
			key := q.Place.Page + "/" + q.Place.Step + "/" + ch.Key + "~7"
			if len(key) > 100 {
				t.Errorf("the key %s has %d bytes", key, len(key))
			}
			turn := c.Hear(&q, coach.Heard{Tap: key}, journal(nil), talkStart.Add(time.Minute))
			sound(t, "["+ch.Label+"]", turn)
			var byWords coach.Person
			must(t, json.Unmarshal(data, &byWords))
			words := hear(c, r, &byWords, ch.Label)
			if words.Page != turn.Page || words.Step != turn.Step {
				t.Errorf("[%s] tapped leads to %s#%s, typed to %s#%s", ch.Label, turn.Page, turn.Step, words.Page, words.Step)
			}
		}
	})
}

// sound holds what must be true of any answer.
func sound(t *testing.T, to string, turn coach.Turn) {
	t.Helper()
	if said(turn) == "" {
		t.Errorf("no answer to %s", to)
	}
	if strings.ContainsAny(said(turn), "{}") {
		t.Errorf("a brace in the answer to %s: %s", to, said(turn))
	}
	for _, e := range turn.Events {
		if e == coach.LostPlace {
			t.Errorf("%s loses the place", to)
		}
	}
}

func said(turn coach.Turn) string {
	var b strings.Builder
	for _, m := range turn.Messages {
		b.WriteString(m.Text + "\n")
		if m.Figure != nil {
			b.WriteString(m.Figure.Alt + "\n")
		}
	}
	return strings.TrimSpace(b.String())
}

func TestAPlaceThatIsGoneIsAnsweredInWords(t *testing.T) {
	c, r := newCoach(t), newReader(t)
	for _, text := range []string{"yes", "hello", "I got rejected", "/win a walk", "asdf"} {
		p := &coach.Person{Met: talkStart, Heard: talkStart, Place: &coach.Place{Page: "gone", Step: "away", Since: talkStart}}
		if turn := hear(c, r, p, text); said(turn) == "" {
			t.Errorf("no answer to %q", text)
		}
	}
	p := &coach.Person{Met: talkStart, Heard: talkStart}
	if turn := c.Hear(p, coach.Heard{Tap: "gone/away/x~1"}, journal(nil), talkStart); said(turn) == "" {
		t.Error("no answer to an old tap")
	}
}

func TestTheFirstMatterComesBeforeTheIntroduction(t *testing.T) {
	c, r := newCoach(t), newReader(t)
	p := &coach.Person{}
	turn := hear(c, r, p, "I got rejected by Siemens")
	if len(turn.Messages) < 3 {
		t.Fatalf("want comfort, introduction, question; got %q", said(turn))
	}
	if !strings.Contains(turn.Messages[0].Text, "Siemens") || strings.Contains(turn.Messages[0].Text, "Bounceback") {
		t.Errorf("the first message is %q", turn.Messages[0].Text)
	}
	if len(turn.Messages[len(turn.Messages)-1].Choices) == 0 {
		t.Error("the last message has no choices")
	}
	if again := hear(c, r, p, "/help"); strings.Contains(said(again), turn.Messages[1].Text) {
		t.Error("introduced twice")
	}
}

// FuzzHear: any sequence of messages and taps gets an answer and a place that
// exists.
func FuzzHear(f *testing.F) {
	for _, s := range []string{"I got rejected\nlet it out\n1\nstop", "/win x\nundo\nundo", "2\n9\n-1\n/nonsense\n/", "hi\n\x00\xff\nnever mind\ngo on", "@tap\n@tap\n@tap", "help\n3\n@tap\nno\nyes"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, script string) {
		c, r := newCoach(t), newReader(t)
		p := &coach.Person{}
		now := talkStart
		var last coach.Turn
		for i, line := range strings.Split(script, "\n") {
			if i == 40 {
				break
			}
			h, ok := c.Command(line)
			if !ok {
				h = coach.Heard{Text: line}
			}
			if choices := offered(last); line == "@tap" && len(choices) > 0 {
				h = coach.Heard{Tap: choices[i%len(choices)].Key}
			}
			h.Reading = r.Read(h.Words())
			now = now.Add(time.Duration(len(line)) * 17 * time.Minute)
			last = c.Hear(p, h, journal(nil), now)
			if said(last) == "" {
				t.Fatalf("no answer to %q at line %d of %q", line, i, script)
			}
			if pl := p.Place; pl != nil && (c.Book("en").Pages[pl.Page] == nil || c.Book("en").Pages[pl.Page].Step(pl.Step) == nil) {
				t.Fatalf("at a place that does not exist: %s#%s", pl.Page, pl.Step)
			}
			data, err := json.Marshal(p)
			must(t, err)
			p = &coach.Person{}
			must(t, json.Unmarshal(data, p))
		}
	})
}

func offered(turn coach.Turn) []coach.Choice {
	for i := len(turn.Messages) - 1; i >= 0; i-- {
		if len(turn.Messages[i].Choices) > 0 {
			return turn.Messages[i].Choices
		}
	}
	return nil
}

// BenchmarkHear measures a turn in memory: a text that opens a page, a tap and
// an answer that is kept, in turn. Reading the text is not part of it.
func BenchmarkHear(b *testing.B) {
	c, r := newCoach(b), newReader(b)
	reading := r.Read("Siemens said no after the second interview")
	win := r.Read("finished my CV")
	var p *coach.Person
	now := talkStart
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		now = now.Add(time.Minute)
		var turn coach.Turn
		switch i % 3 {
		case 0:
			p = &coach.Person{Name: "Amina", TimeZone: "Europe/Berlin", Met: talkStart, Heard: talkStart}
			turn = c.Hear(p, coach.Heard{Text: "Siemens said no after the second interview", Reading: reading}, journal(nil), now)
		case 1:
			turn = c.Hear(p, coach.Heard{Tap: p.Place.Page + "/" + p.Place.Step + "/" + c.Book("en").Pages[p.Place.Page].Step(p.Place.Step).Choices[0].Key + "~" + base36(p.Serial)}, journal(nil), now)
		case 2:
			turn = c.Hear(p, coach.Heard{Command: "win", Args: map[string]string{"win": "finished my CV"}, Reading: win}, journal(nil), now)
		}
		if len(turn.Messages) == 0 {
			b.Fatal("no answer")
		}
	}
}

func base36(n uint32) string {
	const digits = "0123456789abcdefghijklmnopqrstuvwxyz"
	s := ""
	for ; n > 0; n /= 36 {
		s = string(digits[n%36]) + s
	}
	return s
}
