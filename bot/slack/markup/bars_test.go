package markup

import (
	"strings"
	"testing"

	"bounceback/coach"
)

// TestBars: what is drawn can be compared by eye, whatever the numbers and the labels,
// and is spoken in words.
func TestBars(t *testing.T) {
	f := &coach.Figure{Title: "Six weeks", Alt: "Six weeks. Sent: 40, Talks: 3, Żółć: 1, none: 0",
		Bars: []coach.Bar{{Label: "Sent", Value: 40}, {Label: "Talks", Value: 3}, {Label: "Żółć", Value: 1}, {Label: "none", Value: 0}}}
	const want = "Sent   40  ■■■■■■■■■■■■\nTalks   3  ■\nŻółć    1  ■\nnone    0"
	if got := draw(f.Bars); got != want {
		t.Errorf("drawn is\n%s\nnot\n%s", got, want)
	}
	m := Render(coach.Message{Text: "Look.", Figure: f}, Options{})
	if len(m) != 1 || m[0].Text != "Look.\n\n"+f.Alt || len(m[0].Blocks) != 3 {
		t.Errorf("said is %q in %d blocks", m[0].Text, len(m[0].Blocks))
	}
	var many []coach.Bar
	for range 300 {
		many = append(many, coach.Bar{Label: strings.Repeat("very\nlong ", 20), Value: 5})
	}
	for _, m := range Render(coach.Message{Figure: &coach.Figure{Alt: "many", Bars: many}}, Options{}) {
		if err := CheckBlocks(m.Blocks); err != nil {
			t.Error(err)
		}
	}
}
