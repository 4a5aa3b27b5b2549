package figure_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bounceback/bot/figure"
	"bounceback/coach"
)

var update = flag.Bool("update", false, "draw the expected pictures anew; look at them then")

// samples are figures whose pictures somebody has looked at.
var samples = map[string]coach.Figure{
	"weeks": {Title: "Your six weeks", Bars: []coach.Bar{
		{Label: "Applications", Value: 23}, {Label: "Interviews", Value: 6}, {Label: "Offers", Value: 0}, {Label: "Days you rested", Value: 11},
	}},
	"few": {Bars: []coach.Bar{{Label: "wins", Value: 2}, {Label: "no’s", Value: 1}}},
	"one": {Title: "How the days were", Bars: []coach.Bar{{Label: "a good day", Value: 7}}},
	"long": {Title: "Where it stopped, of all the applications that you have told me of since the winter", Bars: []coach.Bar{
		{Label: "before any interview, with no answer at all or one by a machine", Value: 140},
		{Label: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", Value: 12345},
		{Label: "after “the final round” & 3 weeks", Value: 1},
	}},
	"scripts": {Title: "Собеседования · Συνεντεύξεις", Bars: []coach.Bar{
		{Label: "Москва", Value: 3}, {Label: "Αθήνα", Value: 2}, {Label: "Kraków, Łódź", Value: 5}, {Label: "🎉 Şişli Zürich", Value: 1},
	}},
	"many": many(24),
}

func many(n int) (f coach.Figure) {
	f.Title = "Many"
	for i := range n {
		f.Bars = append(f.Bars, coach.Bar{Label: fmt.Sprintf("week %d", i+1), Value: i * i % 17})
	}
	return f
}

func draw(t testing.TB, f coach.Figure) (content []byte, img image.Image) {
	t.Helper()
	content, err := figure.PNG(f)
	if err != nil {
		t.Fatal(err)
	}
	img, err = png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return content, img
}

// TestPictures compares with pictures that somebody found good. Machines may
// round the edge of a letter differently, so a pixel may be a little off.
func TestPictures(t *testing.T) {
	for name, f := range samples {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join("testdata", name+".png")
			content, got := draw(t, f)
			if *update {
				if err := os.WriteFile(file, content, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if len(content) > 40<<10 {
				t.Errorf("the file has %d bytes", len(content))
			}
			if again, _ := draw(t, f); !bytes.Equal(again, content) {
				t.Error("a second time it is another file")
			}
			old, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want, err := png.Decode(bytes.NewReader(old))
			if err != nil {
				t.Fatal(err)
			}
			if got.Bounds() != want.Bounds() {
				t.Fatalf("the size is %v, want %v", got.Bounds(), want.Bounds())
			}
			for y := range got.Bounds().Dy() {
				for x := range got.Bounds().Dx() {
					if far(got.At(x, y), want.At(x, y)) > 0x2000 {
						t.Fatalf("at %d %d it is %v, want %v", x, y, got.At(x, y), want.At(x, y))
					}
				}
			}
		})
	}
}

// far is how far two colours are apart.
func far(a, b color.Color) (most int) {
	var v [8]uint32
	v[0], v[1], v[2], v[3] = a.RGBA()
	v[4], v[5], v[6], v[7] = b.RGBA()
	for i := range 4 {
		most = max(most, int(v[i])-int(v[i+4]), int(v[i+4])-int(v[i]))
	}
	return most
}

// TestWhatTheFontLacks is refused, and no word of it is in the error.
func TestWhatTheFontLacks(t *testing.T) {
	for _, label := range []string{"مقابلات", "面接", "साक्षात्कार", "ราชการ", "interviews 面接", "🎉", "", "a\u0338b"} {
		f := coach.Figure{Bars: []coach.Bar{{Label: "wins", Value: 1}, {Label: label, Value: 2}}}
		_, err := figure.PNG(f)
		if !errors.Is(err, figure.ErrLetters) || err.Error() != figure.ErrLetters.Error() {
			t.Errorf("%q: %v", label, err)
		}
		if _, err := figure.PNG(coach.Figure{Title: label, Bars: f.Bars[:1]}); (err == nil) != (label == "") {
			t.Errorf("the title %q: %v", label, err)
		}
	}
	plain, _ := draw(t, coach.Figure{Bars: []coach.Bar{{Label: "é wins", Value: 1}}})
	for _, label := range []string{"e\u0301  wins 🎉", "👩🏽‍💻 é wins", "é\nwins ❤️\u200b"} {
		if got, _ := draw(t, coach.Figure{Bars: []coach.Bar{{Label: label, Value: 1}}}); !bytes.Equal(got, plain) {
			t.Errorf("%q is drawn in another way than without its ornaments", label)
		}
	}
}

func TestWhatIsNoFigure(t *testing.T) {
	if _, err := figure.PNG(coach.Figure{Title: "Nothing"}); !errors.Is(err, figure.ErrEmpty) {
		t.Error(err)
	}
	if _, err := figure.PNG(many(61)); !errors.Is(err, figure.ErrLarge) {
		t.Error(err)
	}
	if _, img := draw(t, many(60)); img.Bounds().Dy() > 5000 {
		t.Errorf("60 bars are %v", img.Bounds())
	}
}

// bars are the lengths of the bars in pixels, from the top.
func bars(img image.Image) (lengths []int) {
	inside := false
	for y := range img.Bounds().Dy() {
		n := 0
		for x := range img.Bounds().Dx() {
			if r, g, b, _ := img.At(x, y).RGBA(); r>>8 == 0x5b && g>>8 == 0xc8 && b>>8 == 0xa6 {
				n++
			}
		}
		if n > 0 && !inside {
			lengths = append(lengths, 0)
		}
		if inside = n > 0; inside {
			lengths[len(lengths)-1] = max(lengths[len(lengths)-1], n)
		}
	}
	return lengths
}

// TestBarsAreAsLongAsTheirNumbers, with three rules of their own: a few are not
// stretched, little is more than nothing, and nothing has no bar.
func TestBarsAreAsLongAsTheirNumbers(t *testing.T) {
	for _, c := range []struct{ values, want []int }{
		{[]int{1, 2, 3}, []int{44, 88, 132}},
		{[]int{100, 50, 25}, []int{531, 265, 132}},
		{[]int{100_000, 1, 0, -5}, []int{484, 8}},
		{[]int{0, 0}, nil},
	} {
		f := coach.Figure{}
		for _, v := range c.values {
			f.Bars = append(f.Bars, coach.Bar{Label: "x", Value: v})
		}
		_, img := draw(t, f)
		got := bars(img)
		if len(got) != len(c.want) {
			t.Errorf("%v: %v", c.values, got)
			continue
		}
		for i := range got {
			if d := got[i] - c.want[i]; d < -4 || d > 4 {
				t.Errorf("%v: %v, want about %v", c.values, got, c.want)
				break
			}
		}
	}
}

// TestTheCornersAreClear: the screen shows through, light or dark.
func TestTheCornersAreClear(t *testing.T) {
	_, img := draw(t, samples["weeks"])
	b := img.Bounds()
	for _, p := range []image.Point{{0, 0}, {b.Max.X - 1, 0}, {0, b.Max.Y - 1}, {b.Max.X - 1, b.Max.Y - 1}} {
		if _, _, _, a := img.At(p.X, p.Y).RGBA(); a != 0 {
			t.Errorf("the corner %v is not clear", p)
		}
	}
	if _, _, _, a := img.At(b.Dx()/2, 0).RGBA(); a != 0xffff || b.Dx() != 720 {
		t.Errorf("the edge is clear, or %d is not the width", b.Dx())
	}
}

func FuzzPNG(f *testing.F) {
	f.Add("Your week", "wins", 3, 1)
	f.Add("", strings.Repeat("x", 999), -1, 1<<62)
	f.Add("\xff", "\u202e 🎉", 0, 0)
	f.Fuzz(func(t *testing.T, title, label string, a, b int) {
		content, err := figure.PNG(coach.Figure{Title: title, Bars: []coach.Bar{{Label: label, Value: a}, {Label: "b", Value: b}}})
		if err != nil && !errors.Is(err, figure.ErrLetters) {
			t.Error(err)
		}
		if err == nil {
			if _, err := png.Decode(bytes.NewReader(content)); err != nil {
				t.Error(err)
			}
		}
	})
}

// BenchmarkPNG is what a picture costs.
//
//	go test ./bot/figure -run '^$' -bench . -benchmem
func BenchmarkPNG(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		content, err := figure.PNG(samples["weeks"])
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(content)), "B/picture")
	}
}
