package understand

import "testing"

// BenchmarkWarn is the check for warning signs alone.
func BenchmarkWarn(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		warn(thirty)
	}
}

// BenchmarkCompileSigns is what the patterns cost at the start.
func BenchmarkCompileSigns(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := compileSigns(warningFiles); err != nil {
			b.Fatal(err)
		}
	}
}
