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
		if !slices.ContainsFunc(got.Also, func(m Matter) bool { return m.Label == want }) {
			t.Errorf("%q: first %v, also %v; want %s", text, got.Guesses[0], got.Also, want)
		}
	}
	parts := r.Read("Siemens said no after the second interview. Please remind me at 8 pm from now on")
	if d := parts.Details; d.Company != "Siemens" || d.Stage != "interview" || d.Clock != nil {
		t.Errorf("the details of the first matter are %v", d.Words())
	}
	if len(parts.Also) != 1 || parts.Also[0].Details.Words()["clock"] != "20:00" {
		t.Errorf("the further matters are %v", parts.Also)
	}
	one := r.Read("I got rejected by Bosch. I am so sad. They took somebody else.")
	if len(one.Also) > 0 {
		t.Errorf("one matter is read as several: %v", one.Also)
	}
}
