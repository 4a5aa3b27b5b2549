package discordtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"bounceback/bot/bottest/discordtest"
)

type obj = map[string]any

// lenient is a test that a breach does not fail.
type lenient struct{ testing.TB }

func (lenient) Errorf(string, ...any) {}

// open starts a server and gives a context that ends with patience.
func open(t *testing.T, o ...discordtest.Option) (*discordtest.Server, context.Context) {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return discordtest.New(t, o...), ctx
}

// ask sends a request as a bot would, and returns status and answer; 0 when the
// connection broke.
func ask(t *testing.T, d *discordtest.Server, method, path string, body any) (int, obj) {
	t.Helper()
	status, raw := askRaw(t, d, method, path, "application/json", marshal(t, body))
	var o obj
	json.Unmarshal(raw, &o)
	return status, o
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	if v == nil {
		return nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func askRaw(t *testing.T, d *discordtest.Server, method, path, kind string, body []byte) (int, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, d.URL()+"/api/v9"+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bot "+d.Token)
	r.Header.Set("Content-Type", kind)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, raw
}

// write is a message that breaks no rule.
func write(text string) obj {
	return obj{"content": text, "allowed_mentions": obj{"parse": []string{}}}
}

// client is the least that speaks to a gateway.
type client struct {
	t  *testing.T
	ws *websocket.Conn
}

func dial(t *testing.T, d *discordtest.Server) *client {
	t.Helper()
	_, o := ask(t, d, "GET", "/gateway", nil)
	ws, _, err := websocket.DefaultDialer.Dial(o["url"].(string)+"/?v=9&encoding=json", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	return &client{t, ws}
}

// next reads a frame; an op below 0 stands for the end, with the close code.
func (c *client) next() (op int, f obj) {
	c.t.Helper()
	c.ws.SetReadDeadline(time.Now().Add(10 * time.Second))
	_, data, err := c.ws.ReadMessage()
	if ce, ok := err.(*websocket.CloseError); ok {
		return -ce.Code, nil
	}
	if err != nil {
		return -1, nil
	}
	if err := json.Unmarshal(data, &f); err != nil {
		return -2, nil
	}
	return int(f["op"].(float64)), f
}

// want reads a frame of an op, and of a kind if one is named.
func (c *client) want(op int, kind string) obj {
	c.t.Helper()
	got, f := c.next()
	if got != op || kind != "" && f["t"] != kind {
		c.t.Fatalf("op %d %v instead of %d %s", got, f["t"], op, kind)
	}
	return f
}

func (c *client) send(op int, d any) {
	c.t.Helper()
	if err := c.ws.WriteJSON(obj{"op": op, "d": d}); err != nil {
		c.t.Fatal(err)
	}
}

func identify(d *discordtest.Server, more obj) obj {
	o := obj{"token": d.Token, "intents": 1 | 1<<12, "properties": obj{"os": "linux"}}
	for k, v := range more {
		o[k] = v
	}
	return o
}

// ready connects and identifies.
func ready(t *testing.T, d *discordtest.Server) (c *client, session string) {
	t.Helper()
	c = dial(t, d)
	c.want(10, "")
	c.send(2, identify(d, nil))
	return c, c.want(0, "READY")["d"].(obj)["session_id"].(string)
}
