package slack

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestWhatSomebodyIsCalled: by a name that they would answer to.
func TestWhatSomebodyIsCalled(t *testing.T) {
	for _, c := range []struct{ display, real, want string }{
		{"", "Amina Haddad", "Amina"},
		{"Mina", "Amina Haddad", "Mina"},
		{"Amina Haddad (she/her)", "", "Amina"},
		{"Amina | Berlin", "", "Amina"},
		{"amina.haddad", "Amina Haddad", "Amina"},
		{"ahaddad92", "", "ahaddad92"},
		{"Haddad, Amina", "", "Amina"},
		{"Amina Haddad, PhD", "", "Amina"},
		{"", "Dr. Müller", "Dr. Müller"},
		{"", "Prof. Dr. Anna Müller", "Anna"},
		{"Frau Müller", "", "Frau Müller"},
		{"J. Robert Oppenheimer", "", "Robert"},
		{"J. Smith", "", "J. Smith"},
		{"李明", "Ming Li", "李明"},
		{"김 민수", "", "김 민수"},
		{"عبد الله حداد", "", "عبد الله"},
		{"Abdul Rahman Khan", "", "Abdul Rahman"},
		{"Jean-Luc Picard", "", "Jean-Luc"},
		{"🌸 Amina 🌸", "", "Amina"},
		{"🌸🌸", "Amina Haddad", "Amina"},
		{"🌸", "", ""},
		{"  ", "", ""},
		{"* \"Bob\" *", "", "Bob"},
		{"O'Neil", "", "O'Neil"},
		{"नेहा शर्मा", "", "नेहा"},
		{"Dr.", "", "Dr."},
	} {
		if got := calledBy(c.display, c.real); got != c.want {
			t.Errorf("%q, %q is called %q, not %q", c.display, c.real, got, c.want)
		}
	}
	if got := calledBy(strings.Repeat("ż", 90), ""); utf8.RuneCountInString(got) > maxName {
		t.Errorf("a name has %d characters", utf8.RuneCountInString(got))
	}
}
