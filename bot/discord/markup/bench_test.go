package markup_test

import (
	"testing"

	"bounceback/coach"
)

func BenchmarkMessage(b *testing.B) {
	m := coach.Message{
		Text:    "I've noted it; *undo* takes it back. What would help now?\n\n> Samaritans: 116 123 (24/7)\n> In danger: 112",
		Choices: choices("Let it out", "Just log it", "Do something else", "Not now"),
	}
	b.ReportAllocs()
	for b.Loop() {
		renderer.Message(m)
	}
}
