package gateway

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestShardsAreRead(t *testing.T) {
	for text, want := range map[string]Shards{
		"": {}, "auto": {}, " Auto ": {}, "0-3/16": {0, 3, 16}, "2/16": {2, 2, 16}, "0/1": {0, 0, 1}, " 4 - 7 / 8 ": {4, 7, 8},
	} {
		got, err := ParseShards(text)
		if err != nil || got != want {
			t.Errorf("%q is %+v, %v", text, got, err)
		}
		if again, err := ParseShards(got.String()); err != nil || again != got {
			t.Errorf("%v is read back as %v, %v", got, again, err)
		}
	}
	for text, why := range map[string]string{
		"many":    `shards: "many" is not understood; write auto, or a range of a number such as 0-3/16`,
		"4":       `shards: "4" is not understood; write auto, or a range of a number such as 0-3/16`,
		"0-/4":    `shards: "0-/4" is not understood; write auto, or a range of a number such as 0-3/16`,
		"0-1-2/4": `shards: "0-1-2/4" is not understood; write auto, or a range of a number such as 0-3/16`,
		"3-0/16":  `shards: "3-0/16" runs backwards; the smaller number comes first`,
		"0-16/16": `shards: "0-16/16" goes beyond the last one; of 16 shards the last is 15`,
		"0/0":     `shards: "0/0" is out of 0; there are 1 to 10000 shards`,
		"0/99999": `shards: "0/99999" is out of 99999; there are 1 to 10000 shards`,
	} {
		if _, err := ParseShards(text); err == nil || err.Error() != why {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestStartsNeverRunOut has a shard identify as fast as it may until the day is
// over, and counts.
func TestStartsNeverRunOut(t *testing.T) {
	const day = 100 * time.Millisecond
	end := time.Now().Add(day)
	left := 40
	s := newStarts(func(context.Context) (advice, error) {
		return advice{URL: "ws://x", Total: 40, Remaining: left, ResetAfter: time.Until(end), MaxConcurrency: 1}, nil
	}, time.Microsecond)
	fast := time.Duration(0)
	for began := time.Now(); time.Now().Before(end); left-- {
		if _, err := s.may(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if left == 21 {
			fast = time.Since(began)
		}
	}
	if left < -1 {
		t.Errorf("%d starts too many", -left)
	}
	if fast > day*3/4 {
		t.Errorf("the first half took %v", fast)
	}
}

func TestNoStartIsMadeWhenNoneIsLeft(t *testing.T) {
	asked := 0
	s := newStarts(func(context.Context) (advice, error) {
		asked++
		return advice{URL: "ws://x", Total: 1000, Remaining: min(asked-1, 1) * 1000, ResetAfter: 50 * time.Millisecond}, nil
	}, time.Millisecond)
	began := time.Now()
	if _, err := s.may(t.Context(), 0); err != nil || time.Since(began) < 50*time.Millisecond || asked != 2 {
		t.Errorf("it waited %v and asked %d times: %v", time.Since(began), asked, err)
	}
}

// TestBucketsStartSideBySide: with two at once, shards 0 and 1 need not wait for one
// another, and 2 waits for 0.
func TestBucketsStartSideBySide(t *testing.T) {
	const apart = time.Hour
	asked := 0
	s := newStarts(func(context.Context) (advice, error) {
		asked++
		return advice{URL: "ws://x", Total: 1000, Remaining: 1000, MaxConcurrency: 2}, nil
	}, apart)
	for shard, want := range []time.Duration{0, 0, apart, apart, 2 * apart} {
		_, wait, again, err := s.book(t.Context(), shard)
		if wait = wait.Round(time.Minute); err != nil || again || wait != want {
			t.Errorf("shard %d waits %v, %v", shard, wait, err)
		}
	}
	if asked != 1 {
		t.Errorf("Discord was asked %d times", asked)
	}
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer stop()
	if _, err := s.may(ctx, 0); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the wait does not end with the context: %v", err)
	}
}

// TestFailuresAreFarApart: however fast connections fail, a day does not have a
// thousand tries.
func TestFailuresAreFarApart(t *testing.T) {
	p := Pace{}.orDefault()
	tries, day := 0, time.Duration(0)
	for last := time.Duration(0); day < 24*time.Hour; tries++ {
		wait := p.backoff(tries+1, 0)
		if wait < last/4 || wait > p.Most {
			t.Fatalf("after %v comes %v", last, wait)
		}
		day, last = day+wait, wait
	}
	if tries > 990 || tries < 500 {
		t.Errorf("%d tries in a day", tries)
	}
	if p.backoff(0, 0) != 0 {
		t.Error("the first loss after long is not mended at once")
	}
	for shard := range 16 {
		if w := p.renew(1, shard); w < time.Second || w > 5*time.Second {
			t.Errorf("shard %d waits %v before it identifies", shard, w)
		}
	}
}
