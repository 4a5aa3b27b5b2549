package page_test

import (
	"os"
	"testing"

	"bounceback/coach"
	"bounceback/coach/page"
)

// BenchmarkLoad reads and checks the built-in pages, which is most of what the
// program does before its first prompt.
func BenchmarkLoad(b *testing.B) {
	flows := os.DirFS("../flows")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := page.Load(coach.Vocabulary(), coach.English, flows); err != nil {
			b.Fatal(err)
		}
	}
}
