package discord

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"bounceback/bot/bottest/discordtest"
)

// BenchmarkReply is how long it takes from a message to its answer on the person's
// screen, with the turn, the file and the library in between. ms-floor is the same
// for the least that answers at all: a loop of a web socket and a request of its own.
// ms-overhead is what all of Bounceback adds to that, coach and classifier apart.
//
//	go test ./bot/discord -run '^$' -bench Reply
func BenchmarkReply(b *testing.B) {
	d, bare := discordtest.New(b, discordtest.WithoutSchema()), discordtest.New(b, discordtest.WithoutSchema())
	h := openHouse(b, d, filepath.Join(b.TempDir(), "people.db"), unlimited)
	defer h.close(b)
	parrotOn(b, bare)
	amina, ben := d.Person("amina"), bare.Person("ben")
	answered(b, amina)
	answered(b, ben)
	var reply, floor time.Duration
	n := 0
	for b.Loop() {
		reply += answered(b, amina)
		b.StopTimer()
		floor += answered(b, ben)
		n++
		b.StartTimer()
	}
	ms := func(d time.Duration) float64 { return d.Seconds() * 1000 / float64(n) }
	b.ReportMetric(ms(floor), "ms-floor")
	b.ReportMetric(ms(reply), "ms-reply")
	b.ReportMetric(ms(reply-floor), "ms-overhead")
}

// answered is how long somebody waits for an answer.
func answered(b *testing.B, p *discordtest.Person) time.Duration {
	began := time.Now()
	id := p.Say("hello")
	if _, err := p.AnswerTo(b.Context(), id); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}

// parrotOn answers on a Discord with nothing but a web socket and requests.
func parrotOn(b *testing.B, d *discordtest.Server) {
	ws, _, err := websocket.DefaultDialer.Dial("ws"+d.URL()[len("http"):]+"/gateway/?v=9&encoding=json", nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { ws.Close() })
	if err := ws.WriteJSON(map[string]any{"op": 2, "d": map[string]any{"token": d.Token, "intents": 1 << 12, "properties": map[string]any{}}}); err != nil {
		b.Fatal(err)
	}
	go func() {
		for {
			var f struct {
				T string
				D struct {
					Content, Channel_ID string
					Author              struct{ Bot bool }
				}
			}
			if ws.ReadJSON(&f) != nil {
				return
			}
			if f.T == "MESSAGE_CREATE" && !f.D.Author.Bot {
				post(b, d, f.D.Channel_ID, f.D.Content)
			}
		}
	}()
	wait(b, d, "the parrot listens", d.Listening)
}

func post(b *testing.B, d *discordtest.Server, channel, text string) {
	body, err := json.Marshal(map[string]any{"content": text, "allowed_mentions": map[string]any{"parse": []string{}}})
	if err != nil {
		b.Error(err)
		return
	}
	r, err := http.NewRequest(http.MethodPost, fmt.Sprintf("%s/api/v9/channels/%s/messages", d.URL(), channel), bytes.NewReader(body))
	if err != nil {
		b.Error(err)
		return
	}
	r.Header.Set("Authorization", "Bot "+d.Token)
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		b.Error(err)
		return
	}
	res.Body.Close()
}
