package gateway_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"bounceback/bot/bottest/discordtest"
	"bounceback/bot/discord/gateway"
)

// worst are the moments at which a connection is at its weakest.
var worst = []discordtest.Moment{
	discordtest.AtConnect, discordtest.AfterHello, discordtest.BeforeReady, discordtest.AfterReady, discordtest.AtResume,
}

// troubles are what can happen at each of them.
var troubles = map[string]discordtest.Act{
	"told to reconnect":         discordtest.Reconnect(),
	"silence":                   discordtest.Mute(),
	"cut":                       discordtest.Cut(),
	"refused":                   discordtest.InvalidSession(false),
	"refused for now":           discordtest.InvalidSession(true),
	"closed for unknown reason": discordtest.Close(4000),
	"closed as going away":      discordtest.Close(1001),
	"closed for a bad number":   discordtest.Close(4007),
	"closed as timed out":       discordtest.Close(4009),
	"asked for a heartbeat":     discordtest.Raw(`{"op":1,"d":null,"s":null,"t":null}`),
	"answered a heartbeat":      discordtest.Raw(`{"op":11,"d":null,"s":null,"t":null}`),
	"null":                      discordtest.Raw(`null`),
	"no JSON":                   discordtest.Raw(`{"op":`),
	"an unknown opcode":         discordtest.Raw(`{"op":99,"d":{},"s":null,"t":null}`),
	"hello without a rhythm":    discordtest.Raw(`{"op":10,"d":{"heartbeat_interval":0},"s":null,"t":null}`),
	"a server that is none":     discordtest.Raw(`{"op":0,"s":1,"t":"GUILD_CREATE","d":null}`),
	"ready without anything":    discordtest.Raw(`{"op":0,"s":1,"t":"READY","d":{"guilds":[null]}}`),
	"ready with the wrong kind": discordtest.Raw(`{"op":0,"s":1,"t":"READY","d":[]}`),
}

// TestTroubleAtTheWorstMoment has every trouble at every moment. Afterwards the
// gateway listens as if nothing had been. Discordgo alone does not come back from half
// of these.
func TestTroubleAtTheWorstMoment(t *testing.T) {
	t.Parallel()
	for what, act := range troubles {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t, discordtest.Heartbeat(400*time.Millisecond))
			for _, moment := range worst {
				d.At(moment, act)
			}
			amina := d.Person("amina")
			r := start(t, d, func(o *gateway.Options) {
				if o.Pace.Greet = 2 * patience; what == "silence" { // all else is to be noticed without it
					o.Pace.Greet = 300 * time.Millisecond
				}
			})
			r.listens(1)
			d.Do(discordtest.Cut()) // so that there is a resume
			r.wait("it has connected again", func() bool { return len(d.Closes()) > 0 && d.Listening() })
			for range 2 { // the first may be what brings a trouble to light
				r.wait("it listens", func() bool {
					n := len(r.texts())
					amina.Say(words(n))
					time.Sleep(20 * time.Millisecond)
					return len(r.texts()) > n
				})
			}
		})
	}
}

func TestALostConnectionIsResumed(t *testing.T) {
	t.Parallel()
	for what, act := range map[string]discordtest.Act{
		"cut": discordtest.Cut(), "told to reconnect": discordtest.Reconnect(), "closed": discordtest.Close(4000), "silent": discordtest.Mute(),
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t, discordtest.Heartbeat(300*time.Millisecond))
			amina := d.Person("amina")
			r := start(t, d, func(o *gateway.Options) { o.Pace.First = 200 * time.Millisecond })
			r.listens(1)
			amina.Say(words(1))
			r.hears(words(1))
			d.Do(act)
			amina.Say(words(2)) // nobody is there
			amina.Say(words(3))
			r.listens(2)
			amina.Say(words(4))
			r.hears(words(1), words(2), words(3), words(4))
			if again := r.readys()[1]; again.Fresh || again.UserID != d.BotID || again.AppID != d.AppID {
				t.Errorf("it came back as %+v", again)
			}
			if starts := d.Identifies(); !starts[1].Resumed || !starts[1].AtResumeURL || starts[1].Refused {
				t.Errorf("it came back by %+v", starts[1])
			}
			if c := d.Closes(); slices.Contains(c, 1000) || slices.Contains(c, 1001) {
				t.Errorf("it closed with %v, which ends the session", c)
			}
		})
	}
}

// TestARefusedSessionStartsFresh: the events of the gap are lost, and it says so.
func TestARefusedSessionStartsFresh(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	amina := d.Person("amina")
	r := start(t, d, func(o *gateway.Options) { o.Pace.Renew = 500 * time.Millisecond })
	r.listens(1)
	d.Do(discordtest.ForgetSession())
	d.Do(discordtest.Cut())
	amina.Say(words(1))
	r.listens(2)
	amina.Say(words(2))
	r.hears(words(2))
	if again := r.readys()[1]; !again.Fresh || again.UserID != d.BotID {
		t.Errorf("it came back as %+v", again)
	}
	starts := d.Identifies()
	if len(starts) != 3 || !starts[1].Refused || starts[2].Resumed {
		t.Fatalf("it came back by %+v", starts)
	}
	if waited := starts[2].At.Sub(starts[1].At); waited < 100*time.Millisecond {
		t.Errorf("it identified %v after it was refused", waited)
	}
	if c := r.g.Counts(); c.Connects != 2 || c.Fresh != 2 || c.Resumes != 0 {
		t.Errorf("counted: %+v", c)
	}
}

// TestADeadConnectionIsNoticed measures how long it takes, in heartbeats. Discordgo
// alone needs five and a second. A beat is long enough, and little enough is written,
// that a busy machine does not make the link wait, as it does when it is slow to read
// itself.
func TestADeadConnectionIsNoticed(t *testing.T) {
	t.Parallel()
	const beat = 800 * time.Millisecond
	for what, act := range map[string]discordtest.Act{"silence": discordtest.Mute(), "heartbeats without answer": discordtest.NoAcks()} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t, discordtest.Heartbeat(beat))
			amina := d.Person("amina")
			r := start(t, d)
			r.listens(1)
			began := time.Now()
			d.Do(act)
			for len(d.Closes()) == 0 && time.Since(began) < patience {
				amina.Say(words(0)) // what comes in does not mean that what goes out arrives
				time.Sleep(beat / 8)
			}
			took := time.Since(began)
			t.Logf("noticed after %.1f heartbeats", float64(took)/float64(beat))
			if took > 2*beat+beat/2 {
				t.Errorf("it took %v", took)
			}
			r.listens(2)
		})
	}
}

// TestAReadyThatDiscordgoBreaksOn is taken as it is, and another is not.
func TestAReadyThatDiscordgoBreaksOn(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	d.At(discordtest.BeforeReady, discordtest.Raw(`{"op":0,"s":1,"t":"READY","d":{"session_id":"1","user":{"id":"2"},"guilds":[null]}}`))
	amina := d.Person("amina")
	r := start(t, d)
	r.listens(1)
	amina.Say(words(1))
	r.hears(words(1))
	if n := len(d.Identifies()); n != 1 || r.readys()[0].UserID != "2" || r.g.Counts().Malformed != 1 {
		t.Errorf("%d starts, ready as %+v, counted %+v", n, r.readys(), r.g.Counts())
	}
}

func TestItStopsWhenItIsTold(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*discordtest.Server){
		"connected":         func(*discordtest.Server) {},
		"silent server":     func(d *discordtest.Server) { d.At(discordtest.AtConnect, discordtest.Mute()) },
		"unreachable API":   func(d *discordtest.Server) { d.Fail("GET /gateway/bot", 1000, discordtest.Status(500)) },
		"slow API":          func(d *discordtest.Server) { d.Fail("GET /gateway/bot", 1000, discordtest.Delay(patience)) },
		"between two tries": func(d *discordtest.Server) { d.At(discordtest.AfterHello, discordtest.Cut()) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t)
			prepare(d)
			r := start(t, d, func(o *gateway.Options) {
				o.Pace.First, o.Pace.Most, o.Pace.Greet, o.Pace.Leave = time.Hour, time.Hour, time.Hour, patience
			})
			if name == "connected" {
				r.listens(1)
			} else {
				time.Sleep(100 * time.Millisecond)
			}
			began := time.Now()
			r.stop()
			if err := r.ends(); err != nil {
				t.Errorf("it ended with %v", err)
			}
			t.Logf("stopped after %v", time.Since(began))
			if name == "connected" {
				r.wait("the connection is closed", func() bool { return d.Connections() == 0 })
				if c := d.Closes(); fmt.Sprint(c) != "[1000]" {
					t.Errorf("it closed with %v", c)
				}
			}
			before := len(d.Identifies())
			time.Sleep(100 * time.Millisecond)
			if after := len(d.Identifies()); after != before {
				t.Errorf("it goes on connecting: %d starts became %d", before, after)
			}
		})
	}
}

// TestNothingIsLeftBehind counts goroutines, so it runs alone.
func TestNothingIsLeftBehind(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("run", func(t *testing.T) {
		d := discordtest.New(t)
		r := start(t, d, func(o *gateway.Options) { o.Pace.Leave = patience })
		for i := range 20 {
			r.listens(i + 1)
			d.Do(discordtest.Reconnect())
		}
		r.listens(21)
		r.stop()
		r.ends()
		if c := r.g.Counts(); c.Abandoned != 0 || c.Connects != 21 {
			t.Errorf("counted: %+v", c)
		}
	})
	end := time.Now().Add(patience)
	for runtime.NumGoroutine() > before && time.Now().Before(end) {
		time.Sleep(10 * time.Millisecond)
	}
	if after := runtime.NumGoroutine(); after > before {
		all := make([]byte, 1<<20)
		t.Errorf("%d goroutines became %d:\n%s", before, after, all[:runtime.Stack(all, true)])
	}
}

func TestFatalCodesEndIt(t *testing.T) {
	t.Parallel()
	for code, remedy := range map[int]string{
		4004: "set DISCORD_TOKEN", 4010: "such as 0-3/16", 4011: "larger number of shards", 4012: "newer version", 4013: "newer version", 4014: "applications",
	} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t)
			d.At(discordtest.BeforeReady, discordtest.Close(code), discordtest.Close(code), discordtest.Close(code))
			r := start(t, d, func(o *gateway.Options) { o.Shards = gateway.Shards{Total: 1} })
			expectFatal(t, r, code, remedy)
			if n := len(d.Identifies()); n != 1 {
				t.Errorf("it tried %d times", n)
			}
		})
	}
	t.Run("a wrong token costs no start", func(t *testing.T) {
		t.Parallel()
		d := discordtest.New(t)
		r := start(t, d, func(o *gateway.Options) { o.Token = "wrong." + secret })
		expectFatal(t, r, 401, "set DISCORD_TOKEN")
		if n := len(d.Identifies()); n != 0 {
			t.Errorf("it tried %d times", n)
		}
	})
	t.Run("intents that are switched off", func(t *testing.T) {
		t.Parallel()
		d := discordtest.New(t)
		r := start(t, d, func(o *gateway.Options) { o.Intents = 1<<12 | 1<<15 | 1<<1 })
		expectFatal(t, r, 4014, "switch on Server Members Intent and Message Content Intent at")
	})
}

func expectFatal(t *testing.T, r *rig, code int, remedy string) {
	t.Helper()
	err := r.ends()
	fatal, ok := err.(*gateway.Fatal)
	if !ok || fatal.Code != code || !strings.Contains(err.Error(), remedy) {
		t.Errorf("it ended with %v", err)
	}
	if s := fmt.Sprintf("%v %+v %#v %+v", err, err, err, r.g.Counts()); strings.Contains(s, r.Token) || strings.Contains(s, secret) {
		t.Errorf("the error tells the token: %s", s)
	}
}
