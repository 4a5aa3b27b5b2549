package coach

import (
	"testing"

	"bounceback/coach/understand"
)

func TestWordsThatMeanAChoice(t *testing.T) {
	win := []string{"Leave it at that", "One tiny thing", "How far I've come", "Not now"}
	feedback := []string{"I want to ask", "It has come", "I think it was unfair", "Not now"}
	tests := []struct {
		labels []string
		said   string
		open   bool
		want   int
	}{
		{win, "leave it at that", false, 0},
		{win, "Leave it", false, 0},
		{win, "tiny thing!", false, 1},
		{[]string{"Ask them one thing back", "Another point"}, "ask them back", false, 0},
		{[]string{"Ask them one thing back", "Another point"}, "ask another", false, -1},
		{win, "2", false, 1},
		{[]string{"It needs no plan", "Not now"}, "needs no plan", true, 0},
		{win, "leave it", true, -1},  // an open question takes words as they are
		{win, "it", false, -1},       // says nothing
		{win, "that one", false, -1}, // says nothing
		{win, "nothing tiny", false, -1},
		{feedback, "unfair", false, 2},
		{feedback, "has come", false, 1},
		{feedback, "it has", false, -1},
		{[]string{"Heavy", "Very heavy"}, "heavy", false, 0},
		{[]string{"Heavy", "Very heavy"}, "it's very heavy for me today", false, 1},
		{[]string{"Very heavy", "Heavy"}, "very heavy I think", false, 0},
		{[]string{"Sad", "Angry"}, "sad and angry", false, -1},
		{[]string{"In two days", "In two weeks"}, "two", false, -1}, // both
		{[]string{"All of them", "One"}, "all", false, 0},
		{[]string{"Keep it", "Put it shorter", "Don't keep it"}, "shorter", false, 1},
	}
	for _, tt := range tests {
		if got := matchLabel(tt.labels, tt.said, understand.NoControl, tt.open, false); got != tt.want {
			t.Errorf("%q among %q is choice %d, want %d", tt.said, tt.labels, got, tt.want)
		}
	}
}

func TestYesAndNoMeanAChoice(t *testing.T) {
	keep := []string{"Keep it", "Put it shorter", "Don't keep it", "Not now"}
	if got := matchLabel(keep, "yes", understand.YesWord, false, false); got != 0 {
		t.Errorf("yes is choice %d", got)
	}
	if got := matchLabel(keep, "no", understand.NoWord, false, false); got != 2 {
		t.Errorf("no is choice %d", got)
	}
}

func TestNamesInASentence(t *testing.T) {
	for typed, want := range map[string]string{
		"siemens": "Siemens", "Siemens": "Siemens", "m. from the course": "M. from the course",
		"the tall one": "the tall one", "my old boss": "my old boss", "": "",
	} {
		if got := properName(typed); got != want {
			t.Errorf("%q reads %q, want %q", typed, got, want)
		}
	}
}

func TestAPlainNoDeclines(t *testing.T) {
	tests := []struct {
		labels []string
		want   int
	}{
		{[]string{"Yes, go on", "No, let it go", "Not now"}, 1},
		{[]string{"Where to get advice", "That's enough", "Not now"}, 1},
		{[]string{"Something kind for me", "Leave it", "Not now"}, 1},
		{[]string{"Before any talk", "After a talk", "Not now"}, 2},
		{[]string{"Sad", "Angry"}, -1},
	}
	for _, tt := range tests {
		if got := matchLabel(tt.labels, "no", understand.NoWord, false, false); got != tt.want {
			t.Errorf("no among %q is choice %d, want %d", tt.labels, got, tt.want)
		}
	}
}

func TestAskingForAChoice(t *testing.T) {
	labels := []string{"Who can read it?", "A copy of everything", "Delete everything", "That's all"}
	for text, want := range map[string]int{
		"get a copy": 1, "can I have a copy please": -1, "give me a copy": 1, "i want to delete everything": 2, "i want to go home": -1,
	} {
		if got := matchAsked(labels, text); got != want {
			t.Errorf("%q means choice %d, want %d", text, got, want)
		}
	}
}
