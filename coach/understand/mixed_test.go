package understand

import (
	"slices"
	"testing"
)

func TestMixed(t *testing.T) {
	r, err := NewReader()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]Label{
		"Bosch said no and my landlord wants the rent and I want to stop your reminders": "settings",
		"I got rejected again. Please remind me at 8 pm from now on":                     "settings",
		"They offered me the job!! Also, who can read what I write here?":                "privacy",
	} {
		got := r.Read(text)
		if !slices.Contains(got.Also, want) {
			t.Errorf("%q: first %v, also %v; want %s", text, got.Guesses[0], got.Also, want)
		}
	}
	one := r.Read("I got rejected by Bosch. I am so sad. They took somebody else.")
	if len(one.Also) > 0 {
		t.Errorf("one matter is read as several: %v", one.Also)
	}
}
