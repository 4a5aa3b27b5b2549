package understand

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestShippedModelIsOfTheseExamples(t *testing.T) {
	m, err := Load(shipped)
	if err != nil {
		t.Fatal(err)
	}
	all, err := ReadFolder(os.DirFS("data"))
	if err != nil {
		t.Fatal(err)
	}
	if m.source != Source(all, Options{}) {
		t.Error("model.bin is older than the examples; run: go generate ./coach/understand")
	}
}

// home is a label set that has nothing to do with looking for work.
var home = map[Label][]string{
	"light": {"turn on the light", "lights off please", "make it brighter in here", "switch the lamp on", "it is too dark in the kitchen", "dim the lamps",
		"put the bedroom light out", "could you turn the lights down", "more light on the desk", "the lamp in the hall is still on"},
	"music": {"play some jazz", "louder please", "next song", "stop the music", "what song is this", "put my running playlist on",
		"play the new album of that band", "skip this track", "turn the volume down", "I want to hear something calm"},
	"alarm": {"wake me at seven", "set an alarm for six thirty", "cancel my alarm", "alarm tomorrow at 5", "I have to get up early, wake me",
		"remove the alarm on sunday", "wake me up in an hour", "when does my alarm ring", "no alarm tomorrow", "snooze for ten minutes"},
	"weather": {"will it rain tomorrow", "how cold is it outside", "do I need an umbrella", "what is the forecast for the weekend", "is it sunny in rome",
		"how warm does it get today", "is there snow on the roads", "storm coming?", "temperature in the garden", "will it be windy"},
	"other": {"who won the war of the roses", "my cat is called tom", "seven times eight", "do you like me", "write a poem",
		"what is love", "banana", "the train was late", "I had soup", "how do I tie a tie"},
}

func homeExamples() (all []Example) {
	for _, l := range []Label{"light", "music", "alarm", "weather", "other"} {
		for _, s := range home[l] {
			all = append(all, Example{Label: l, Text: s})
		}
	}
	return all
}

func TestTrainOtherLabels(t *testing.T) {
	m := Train(homeExamples())
	if want := []Label{"alarm", "light", "music", "other", "weather"}; !slices.Equal(m.Labels(), want) {
		t.Fatalf("labels %v", m.Labels())
	}
	for text, want := range map[string]Label{
		"switch off the lights in the bedroom": "light",
		"LAMP ON PLEASE!!":                     "light",
		"play a calm song":                     "music",
		"can you skip the song":                "music",
		"set the alarm at 7 tomorrow":          "alarm",
		"wake me in ten minutes":               "alarm",
		"does it rain on the weekend":          "weather",
		"how warm is it outside today":         "weather",
		"do you like poems about my cat":       "other",
	} {
		g := m.Guess(text)
		if g[0].Label != want {
			t.Errorf("%q read as %v", text, g[:2])
		}
		sum := 0.0
		for i, x := range g {
			sum += x.Confidence
			if i > 0 && x.Confidence > g[i-1].Confidence {
				t.Errorf("%q: guesses out of order: %v", text, g)
			}
		}
		if sum < 0.999 || sum > 1.001 {
			t.Errorf("%q: confidences add up to %v", text, sum)
		}
	}
}

func TestTrainIsDeterministic(t *testing.T) {
	var a, b bytes.Buffer
	for _, w := range []*bytes.Buffer{&a, &b} {
		if err := Train(homeExamples()).Write(w); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same examples gave two models")
	}
	m, err := Load(a.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	e := homeExamples()[0]
	if x, y := m.Guess(e.Text), Train(homeExamples()).Guess(e.Text); !slices.Equal(x, y) {
		t.Fatalf("%q: %v before and %v after it was written", e.Text, y, x)
	}
}

func TestTrainWithoutExamples(t *testing.T) {
	m := Train(nil)
	if g := m.Guess("hello"); len(g) != 0 || m.Outcome(g) != None {
		t.Errorf("guesses %v", g)
	}
	if r := ReaderOf(m).Read("Siemens said no"); r.Outcome != None {
		t.Errorf("outcome %q", r.Outcome)
	}
}

func TestOutcome(t *testing.T) {
	m := &Model{thresholds: thresholds{Sure: 0.6, Unsure: 0.2}}
	for confidence, want := range map[float64]Outcome{0.9: Sure, 0.6: Sure, 0.59: Unsure, 0.2: Unsure, 0.19: None} {
		if got := m.Outcome(Guesses{{"a", confidence}}); got != want {
			t.Errorf("%v is %q, not %q", confidence, got, want)
		}
	}
}

func TestLoadDamaged(t *testing.T) {
	var b bytes.Buffer
	if err := Train(homeExamples()).Write(&b); err != nil {
		t.Fatal(err)
	}
	good := b.Bytes()
	for name, data := range map[string][]byte{
		"empty": nil, "another file": []byte("\x89PNG"), "cut": good[:len(good)/2], "longer": append(slices.Clone(good), 1),
		"no header": good[len(magic):], "cut in the header": good[:len(magic)+20],
	} {
		if _, err := Load(data); err == nil {
			t.Errorf("%s: loaded", name)
		}
	}
	// Bytes that were changed in the table or the weights must not hurt anybody,
	// whether they are noticed or not.
	for at := len(good) - 1; at > len(good)-40_000 && at > 400; at -= 97 {
		bad := slices.Clone(good)
		bad[at] ^= 0xFF
		if m, err := Load(bad); err == nil {
			m.Guess("turn the light on and play some jazz")
		}
	}
}

// TestClauseScores: the letters of a text are added up once, and its clauses are
// read as if each stood alone, also by memory that another text was read with.
func TestClauseScores(t *testing.T) {
	r, err := NewReader()
	if err != nil {
		t.Fatal(err)
	}
	m := r.model
	w := m.work()
	w.fold("A longer text about something else, that was read before with the same memory")
	m.score(w)
	m.pool.Put(w)

	const first, second = "Bosch said no on Friday", "please stop your reminders"
	w = m.work()
	w.fold(first + ". " + second)
	m.score(w)
	whole := w.spans
	for from, clause := range map[int]string{0: first, 5: second} {
		w.spans = whole[from:][:len(strings.Fields(clause))]
		m.score(w)
		alone := &work{sum: newSum(m.table.width), sums: make([]float32, len(m.labels)), scores: make([]float64, len(m.labels))}
		alone.fold(clause)
		m.score(alone)
		if !slices.Equal(w.scores, alone.scores) {
			t.Errorf("%q: %v, alone %v", clause, w.scores, alone.scores)
		}
	}
}
