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
		_, begun, err := s.may(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		begun()
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
	const day = 100 * time.Millisecond
	began := time.Now()
	s := newStarts(func(context.Context) (advice, error) {
		a := advice{URL: "ws://x", Total: 1000, ResetAfter: day - time.Since(began)}
		if a.ResetAfter <= 0 {
			a.Remaining = a.Total
		}
		return a, nil
	}, time.Millisecond)
	if _, _, err := s.may(t.Context(), 0); err != nil || time.Since(began) < day {
		t.Errorf("it starts after %v: %v", time.Since(began), err)
	}
}

// TestBucketsStartSideBySide: with two at once, shards 0 and 1 need not wait for one
// another, and 2 waits for 0, both until it has begun and for a while after that.
func TestBucketsStartSideBySide(t *testing.T) {
	const apart = 100 * time.Millisecond
	s := newStarts(func(context.Context) (advice, error) {
		return advice{URL: "ws://x", Total: 1000, Remaining: 1000, MaxConcurrency: 2}, nil
	}, apart)
	may := func(patience time.Duration, shard int) (func(), error) {
		ctx, stop := context.WithTimeout(t.Context(), patience)
		defer stop()
		_, begun, err := s.may(ctx, shard)
		return begun, err
	}
	begun, err := may(time.Minute, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := may(time.Minute, 1); err != nil {
		t.Errorf("shard 1 does not start beside 0: %v", err)
	}
	for range 2 { // who gives up is in nobody's way
		if _, err := may(10*time.Millisecond, 2); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("shard 2 starts while 0 does: %v", err)
		}
	}
	began := time.Now()
	begun()
	begun()
	if _, err := may(time.Minute, 2); err != nil || time.Since(began) < apart {
		t.Errorf("shard 2 starts %v after 0: %v", time.Since(began), err)
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
