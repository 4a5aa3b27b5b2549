package coach_test

import (
	"strings"
	"testing"
	"time"

	"bounceback/coach"
	"bounceback/coach/page"
	"bounceback/coach/understand"
)

// TestFallbackCarriesAContact: when the program or its store fails, a sign of
// danger is answered with someone to call all the same.
func TestFallbackCarriesAContact(t *testing.T) {
	c := newCoach(t)
	tests := []struct {
		warning understand.Warning
		country string
		want    []string
	}{
		{understand.Warning{Level: understand.Clear}, "", []string{"112", "findahelpline.com", "I'm a bot"}},
		{understand.Warning{Level: understand.Clear}, "DE", []string{"0800 111 0 111", "112", "findahelpline.com"}},
		{understand.Warning{Level: understand.Possible}, "US", []string{"988", "911", "findahelpline.com"}},
		{understand.Warning{Level: understand.Clear, Other: true}, "US", []string{"988", "911", "findahelpline.com"}},
	}
	for _, tt := range tests {
		said := c.Fallback(understand.Reading{Warning: tt.warning}, tt.country, talkStart)
		if len(said) == 0 {
			t.Errorf("%v in %q: nothing is said", tt.warning, tt.country)
			continue
		}
		for _, want := range tt.want {
			if !strings.Contains(said[0].Text, want) {
				t.Errorf("%v in %q: no %q in the first message: %s", tt.warning, tt.country, want, said[0].Text)
			}
		}
	}
}

// TestNothingLeadsAwayFromDanger says words of all kinds at each question of the
// lifeline, after its first message: none may end in another conversation.
func TestNothingLeadsAwayFromDanger(t *testing.T) {
	c, r := newCoach(t), newReader(t)
	waiting(t, c, func(t *testing.T, p *coach.Person, s *page.Step) {
		if p.Place.Page != "lifeline" || s.Slug == "ask" || s.Slug == "worn-out" || s.Slug == "what-now" {
			return
		}
		place := *p.Place
		for _, text := range []string{"Siemens said no after round two", "I got the job!", "who can read this?", "help", "never mind", "I feel so low", "🙃", "asdf"} {
			q := *p
			q.Place = &coach.Place{Page: place.Page, Step: place.Step, Since: place.Since, Words: map[string]string{"told": "yes"}}
			turn := hear(c, r, &q, text)
			sound(t, text, turn)
			if turn.Page != "lifeline" {
				t.Errorf("%q leads to %s#%s", text, turn.Page, turn.Step)
			}
		}
	})
}

// TestAYesToTheQuestion: a yes counts in more than one word, a no only as such.
func TestAYesToTheQuestion(t *testing.T) {
	c, r := newCoach(t), newReader(t)
	for text, want := range map[string]string{
		"yes": "where", "yes I am": "where", "yeah, kind of": "where", "Sometimes at night": "where", "sometimes": "where",
		"no": "worn-out", "no idea": "what-now", "I don't know": "what-now", "well yes and no": "what-now",
	} {
		p := &coach.Person{Version: 1, Met: talkStart, Heard: talkStart, Serial: 7, WarnedAt: talkStart,
			Place: &coach.Place{Page: "lifeline", Step: "ask", Since: talkStart}}
		turn := hear(c, r, p, text)
		step := ""
		if p.Place != nil {
			step = p.Place.Step
		}
		if step != want {
			t.Errorf("%q leads to #%s, want #%s: %s", text, step, want, said(turn))
		}
	}
}

// TestUnsureOfDanger asks about danger only where that is likely enough: a message
// that nobody understands is no reason for a question about suicide.
func TestUnsureOfDanger(t *testing.T) {
	c := newCoach(t)
	for _, tt := range []struct {
		confidence float64
		warning    understand.Level
		asked      bool
	}{
		{0.25, understand.NoWarning, false},
		{0.45, understand.NoWarning, true},
		{0.25, understand.Possible, true},
	} {
		p := &coach.Person{Version: 1, Met: talkStart, Heard: talkStart, Serial: 7}
		h := coach.Heard{Text: "the boats are out again", Reading: understand.Reading{
			Outcome: understand.Unsure, Warning: understand.Warning{Level: tt.warning},
			Guesses: understand.Guesses{{Label: "crisis", Confidence: tt.confidence}, {Label: "feeling_low", Confidence: 0.2}, {Label: "win", Confidence: 0.1}},
		}}
		c.Hear(p, h, journal(nil), talkStart.Add(time.Minute))
		if asked := p.Place != nil && p.Place.Page == "lifeline"; asked != tt.asked {
			t.Errorf("%.2f, warning %v: asked %v, not %v", tt.confidence, tt.warning, asked, tt.asked)
		}
		// The same words on the same day are not asked about again.
		p.Place = nil
		c.Hear(p, h, journal(nil), talkStart.Add(time.Hour))
		if p.Place == nil || p.Place.Page == "lifeline" {
			t.Errorf("%.2f, warning %v: then %+v", tt.confidence, tt.warning, p.Place)
		}
	}
}

// TestAGuessIsNoAnswer: what only the classifier takes for danger, and not surely, is
// asked about, but not where it answers a question that asks for words.
func TestAGuessIsNoAnswer(t *testing.T) {
	c := newCoach(t)
	open := &coach.Place{Page: "8-care", Step: "what-helps", Since: talkStart}
	for _, tt := range []struct {
		place   *coach.Place
		warning understand.Warning
		asked   bool
	}{
		{nil, understand.Warning{Level: understand.Possible, Guess: true}, true},
		{open, understand.Warning{Level: understand.Possible, Guess: true}, false},
		{open, understand.Warning{Level: understand.Possible}, true},
	} {
		p := &coach.Person{Version: 1, Met: talkStart, Heard: talkStart, Serial: 7}
		if tt.place != nil {
			place := *tt.place
			p.Place = &place
		}
		c.Hear(p, coach.Heard{Text: "swimming at the quarry lake", Reading: understand.Reading{
			Outcome: understand.Unsure, Warning: tt.warning,
			Guesses: understand.Guesses{{Label: "crisis", Confidence: 0.7}, {Label: "self_care", Confidence: 0.3}},
		}}, journal(nil), talkStart.Add(time.Minute))
		if asked := p.Place != nil && p.Place.Page == "lifeline"; asked != tt.asked {
			t.Errorf("at %+v, %+v: asked %v, not %v", tt.place, tt.warning, asked, tt.asked)
		}
	}
}
