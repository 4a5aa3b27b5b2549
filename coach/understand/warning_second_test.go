package understand

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// What is harmless takes back its own words and no more, and a sign in one
// sentence is one, whatever stands around it.
func TestSecondLook(t *testing.T) {
	r := shippedReader(t)
	for _, tt := range []struct {
		text  string
		asked bool
	}{
		// An idiom, a denial or a laugh beside words that are none.
		{"Yes to be honest I did plan to end my life in the holidays, when the dorm is empty", true},
		{"It is not that I want to die, I want to never have been, but I'd take dying", true},
		{"would u still message me if i was dead lol. u would right. wont matter", true},
		{"nobody to live for, nothing to live on", true},
		{"This job hunt is killing me lol", false},
		{"I'm not suicidal", false},
		{"I never thought of killing myself", false},
		{"no suicidal thoughts, just tired of the applications", false},
		{"I don't want to hurt myself", false},
		{"no thoughts of suicide", false},
		{"I'm not going to kill myself", false},
		{"I have decided not to see the new year", true},
		// A hint counts where the model finds danger not unlikely.
		{"I'm a ghost already, just need to make it official", true},
		{"already said bye to the kids, they just didn't notice", true},
		{"the knife block was on sale, I got it for my birthday", false},
		// What is over, and stories.
		{"The novel is about a banker who plans his suicide and adopts a dog", false},
		// A sign between other matters.
		{"Got the no from Deloitte. Gonna go kms. no really", true},
		{"Phone screening with Booking was pleasant, 25 minutes, nice Irish lady. Afterwards I sat there and wanted to be dead, as usual.", true},
		{"Phone screening with Booking was pleasant, 25 minutes, nice Irish lady. Afterwards I sat there and had a coffee, as usual.", false},
		{"They went with another candidate. I asked them why, they said policy.", false},
	} {
		if got := r.Read(tt.text).Warning; got.Level >= Possible != tt.asked {
			t.Errorf("%q is read as %v", tt.text, got.Level)
		}
	}
}

// TestPlaces: the places of signs and of harmless words are those of the text as
// it was written, whatever letters it has.
func TestPlaces(t *testing.T) {
	for _, tt := range []struct{ text, signs, harmless string }{
		{"Müde. I want to die", "want to die", ""},
		{"ich bin 😔, I want to die, ok", "want to die", ""},
		{"k i l l myself", "k i l l myself", ""},
		{"well iwanttodie", "iwanttodie", ""},
		{"job hunting is suicide lol", "", "hunting is suicide|lol"},
		{"我想死", "想死", ""},
	} {
		var s sight
		looked(tt.text, &s)
		written := func(places []stretch) string {
			var out []string
			for _, p := range places {
				if w := tt.text[p.from:p.to]; !slices.Contains(out, w) {
					out = append(out, w)
				}
			}
			return strings.Join(out, "|")
		}
		if got := written(s.signs); !strings.Contains(got, tt.signs) || tt.signs == "" && got != "" {
			t.Errorf("%q: the signs are %q, not %q", tt.text, got, tt.signs)
		}
		for w := range strings.SplitSeq(tt.harmless, "|") {
			if got := written(s.harmless); !strings.Contains(got, w) || tt.harmless == "" && got != "" {
				t.Errorf("%q: harmless is %q, not %q", tt.text, got, tt.harmless)
			}
		}
	}
}

func TestSentences(t *testing.T) {
	var f folded
	f.fold("They said no. I am fine!\nNo, really")
	var got []string
	for spans := range f.sentences() {
		got = append(got, strings.TrimSpace(f.words[spans[0].start:spans[len(spans)-1].end]))
	}
	if want := []string{"they said no", "i am fine !", "no really"}; !slices.Equal(got, want) {
		t.Errorf("the sentences are %q, not %q", got, want)
	}
	if n := len(f.without(f.spans, []stretch{{5, 9}, {14, 15}})); n != len(f.spans)-2 {
		t.Errorf("%d of %d words are left", n, len(f.spans))
	}
}

func TestTogether(t *testing.T) {
	for _, tt := range []struct{ p, q, want float64 }{{0.5, 0.5, 0.5}, {0.2, 0.8, 0.5}, {0.9, 0.9, 0.9}, {0, 1, 0}, {0, 0, 0}, {1, 1, 1}} {
		if got := together(tt.p, tt.q); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("together(%v, %v) = %v, not %v", tt.p, tt.q, got, tt.want)
		}
	}
}
