package lifeline

import (
	"strings"
	"testing"
	"time"
)

const mine = `# Read by Amina.
- country: DK
  phone: 70 201 202
  checked: "2026-11-20"
  verifier: Amina
- {country: TR, name: Bir Hat, phone: "0123", hours: 24/7, languages: [tr], confidence: likely}
- {country: ZA, emergency: "10177"}
- {country: XX, emergency: "999"}
- {country: DK, phone: 70 201 203} # it changed again
`

func TestOwnLines(t *testing.T) {
	shipped, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	l, err := shipped.With([]byte(mine))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ country, line, note, emergency string }{
		{"DK", "Livslinien: 70 201 203 (not all night)", "", "112"},
		{"TR", "Bir Hat: 0123 (24/7)", "unchecked", "112"},
		{"ZA", "SADAG: 0800 567 567 (24/7)", "unchecked", "10177"},
		{"XX", "", "", "999"},
		{"DE", "TelefonSeelsorge: 0800 111 0 111 or 116 123 (24/7)", "unchecked", "112"},
	} {
		h := l.For(tt.country, now)
		if h.Line != tt.line || h.Note != tt.note || h.Emergency != tt.emergency {
			t.Errorf("%s: %q, note %q, emergency %q; want %q, %q, %q", tt.country, h.Line, h.Note, h.Emergency, tt.line, tt.note, tt.emergency)
		}
	}
	if h := shipped.For("DK", now); h.Note != "unchecked" || shipped.For("TR", now).Line != "" {
		t.Error("the shipped lines were changed")
	}
	if list := strings.Join(l.Without(), " "); list != "AE QA SA" {
		t.Errorf("without a line: %s", list)
	}
	for _, empty := range []string{"", "\n", "# nothing yet\n"} {
		if _, err := shipped.With([]byte(empty)); err != nil {
			t.Errorf("%q: %v", empty, err)
		}
	}
}

func TestBrokenOwnLines(t *testing.T) {
	shipped, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ text, want string }{
		{"country: DE", "1: the file is a list"},
		{"# one\n- {country: TR, name: A}", "2: lifeline: TR needs name, phone and hours"},
		{"- {country: Turkey, emergency: '112'}", `1: lifeline: "Turkey" is no country code`},
		{"- {country: DE, opening: never}", "an entry has the keys of lifelines.yaml"},
		{"- {country: DE, checked: yesterday}", "checked is a day such as"},
		{"- [DE", "this is not YAML"},
	} {
		if _, err := shipped.With([]byte(tt.text)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.text, err, tt.want)
		}
	}
}

func TestACheckIsKept(t *testing.T) {
	shipped, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 11, 20, 23, 0, 0, 0, time.UTC)
	entry, err := shipped.Check("NO", `Ann "A" O'Neill: read`, day)
	if err != nil {
		t.Fatal(err)
	}
	l, err := shipped.With(entry)
	if err != nil {
		t.Fatalf("%v in\n%s", err, entry)
	}
	for _, line := range l.All() {
		if line.Country == "NO" && (line.Checked != "2026-11-20" || line.Verifier != `Ann "A" O'Neill: read` || line.State(now) != Fresh) {
			t.Errorf("kept as %+v", line)
		}
	}
	if _, err := shipped.Check("TR", "Ann", day); err == nil {
		t.Error("a line that nobody knows passes for checked")
	}
}

// TestShippedFields holds what each shipped line must say.
func TestShippedFields(t *testing.T) {
	l, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range l.All() {
		if len(line.Languages) == 0 || line.Abroad == "" {
			t.Errorf("%s: languages %v, abroad %q", line.Country, line.Languages, line.Abroad)
		}
	}
	// Each of these has a line, or says that none is known.
	for _, c := range strings.Fields("US CA GB IE FR DE AT CH NL BE LU ES PT IT SE NO DK FI PL CZ HU RO GR UA IL IN JP KR SG HK MY PH AU NZ BR MX AR ZA TR AE QA SA") {
		known := l.For(c, now).Emergency != ""
		_, line := l.lines[c]
		for _, w := range l.Without() {
			line = line || w == c
		}
		if !known || !line {
			t.Errorf("%s is missing", c)
		}
	}
}
