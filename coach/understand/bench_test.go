package understand

import (
	"strings"
	"testing"
)

// thirty is a message of thirty words with an employer, a role, a stage and a date.
const thirty = "Hi coach, bad news from me, yesterday, after the second interview for the junior technician job in Erlangen Siemens went with somebody else and I do not really know why"

func TestThirty(t *testing.T) {
	if n := len(strings.Fields(thirty)); n != 30 {
		t.Fatalf("%d words", n)
	}
}

// BenchmarkGuess reads a message whole: what it is about, details, warning signs.
func BenchmarkGuess(b *testing.B) {
	r, err := NewReader()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		r.Read(thirty)
	}
}

// BenchmarkModel is the model alone.
func BenchmarkModel(b *testing.B) {
	r, err := NewReader()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		r.model.Guess(thirty)
	}
}

// BenchmarkLoad is what the model costs at the start.
func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(shipped); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDetails is the details alone, in the kind of message that has most.
func BenchmarkDetails(b *testing.B) {
	var f folded
	b.ReportAllocs()
	for b.Loop() {
		f.fold(thirty)
		f.details("rejected")
	}
}

func BenchmarkParseWish(b *testing.B) {
	for name, text := range map[string]string{
		"a wish": "remind me at 8 pm, I'm in Kraków", "none": "Siemens said no after the second interview, and I don't know what to do",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				ParseWish(text)
			}
		})
	}
}
