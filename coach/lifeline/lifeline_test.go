package lifeline

import (
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func TestShippedLines(t *testing.T) {
	l, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	if len(l.All()) < 35 {
		t.Errorf("only %d lines", len(l.All()))
	}
	for _, line := range l.All() {
		if line.Confidence == "sure" && line.Source == "" {
			t.Errorf("%s: sure, but without a source", line.Country)
		}
		h := l.For(line.Country, now)
		if h.Emergency == "" || h.Directory == "" {
			t.Errorf("%s: no emergency number or directory", line.Country)
		}
		if line.Checked == "" && h.Line != "" && h.Note != "unchecked" {
			t.Errorf("%s: an unchecked line passes for a checked one", line.Country)
		}
	}
}

func TestForPlaces(t *testing.T) {
	l, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ country, line, emergency string }{
		{"DE", "TelefonSeelsorge: 0800 111 0 111 or 116 123 (24/7)", "112"},
		{"FR", "3114 (24/7)", "112"},
		{"GB", "Samaritans: 116 123 (24/7)", "999 or 112"},
		{"NO", "Mental Helse: 116 123 (24/7)", "113"},
		{"RO", "", "112"}, // to be verified first
		{"", "", "112"},
		{"ZZ", "", "112"},
	}
	for _, tt := range tests {
		h := l.For(tt.country, now)
		if h.Line != tt.line || h.Emergency != tt.emergency {
			t.Errorf("%q: %q, %q; want %q, %q", tt.country, h.Line, h.Emergency, tt.line, tt.emergency)
		}
	}
}

const one = `directory: findahelpline.com
emergency: {default: "112"}
lines:
  - {country: DE, name: A, phone: "1", hours: 24/7, confidence: verify, checked: "2026-08-01"}
`

func TestAChecksAge(t *testing.T) {
	l, err := Parse([]byte(one))
	if err != nil {
		t.Fatal(err)
	}
	day := func(s string) time.Time {
		at, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, tt := range []struct{ now, note, line string }{
		{"2026-08-30", "", "A: 1 (24/7)"},
		{"2026-11-24", "old", "A: 1 (24/7)"},
		{"2027-03-01", "", ""},
	} {
		h := l.For("DE", day(tt.now))
		if h.Note != tt.note || h.Line != tt.line {
			t.Errorf("on %s: %q, note %q; want %q, %q", tt.now, h.Line, h.Note, tt.line, tt.note)
		}
	}
}

func TestBrokenLines(t *testing.T) {
	for _, tt := range []struct{ change, by, want string }{
		{"country: DE", "country: Germany", "is no country code"},
		{`phone: "1"`, `phone: ""`, "needs name, phone and hours"},
		{"confidence: verify", "confidence: maybe", "confidence is sure, likely or verify"},
		{"2026-08-01", "last week", "checked is a day such as"},
		{"directory: findahelpline.com\n", "", "the directory is missing"},
		{`{default: "112"}`, `{}`, "the default emergency number is missing"},
		{"hours: 24/7", "opening: 24/7", "unknown field"},
	} {
		_, err := Parse([]byte(strings.Replace(one, tt.change, tt.by, 1)))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.by, err, tt.want)
		}
	}
}
