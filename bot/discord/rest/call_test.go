package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"bounceback/bot"
)

// The library sends a message again three times in a row after a 502, and the
// person sees four.
func TestNoMessageIsSentAgain(t *testing.T) {
	for _, status := range []int{500, 502, 503, 504} {
		s := serve(t, func(w http.ResponseWriter, n int, r request) { say(w, status, "<html>bad gateway</html>") })
		err := send(soon(t), s.client(t, Options{}), "1")
		e, ok := errors.AsType[*Error](err)
		if !ok || !e.Unsure || e.Status != status || errors.Is(err, bot.ErrRefused) || errors.Is(err, bot.ErrUnreachable) {
			t.Errorf("%d: %v", status, err)
		}
		if n := len(s.requests()); n != 1 {
			t.Errorf("%d: %d requests", status, n)
		}
	}
}

// What does the same twice as once is tried again.
func TestWhatIsSafeIsTriedAgain(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, n int, r request) {
		if n < 3 {
			say(w, 503, "")
			return
		}
		fine(w)
	})
	c := s.client(t, Options{})
	if err := c.EditMessage(soon(t), "1", "2", Message{Content: "x"}); err != nil {
		t.Error(err)
	}
	if got := c.Counts(); got.Retried != 2 || got.Done != 1 {
		t.Errorf("%+v", got)
	}
}

func TestOneRequestTakesNoLongerThanItsTimeout(t *testing.T) {
	t.Parallel()
	hold := make(chan struct{})
	s := serve(t, func(w http.ResponseWriter, n int, r request) { <-hold })
	defer close(hold)
	err := send(soon(t), s.client(t, Options{Timeout: 50 * time.Millisecond}), "1")
	if e, ok := errors.AsType[*Error](err); !ok || !e.Unsure {
		t.Error(err)
	}
	withoutSecrets(t, err.Error())
}

// The acknowledgement of an interaction has three seconds, and one that failed
// may have arrived.
func TestFirstAnswerIsTriedAgain(t *testing.T) {
	for name, second := range map[string]func(http.ResponseWriter){
		"it had not arrived": func(w http.ResponseWriter) { w.WriteHeader(204) },
		"it had arrived":     func(w http.ResponseWriter) { say(w, 400, `{"code":40060,"message":"acknowledged"}`) },
	} {
		s := serve(t, func(w http.ResponseWriter, n int, r request) {
			if n == 1 {
				say(w, 502, "")
				return
			}
			second(w)
		})
		if err := s.client(t, Options{}).Defer(soon(t), anInteraction, true); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := serve(t, func(w http.ResponseWriter, n int, r request) { say(w, 400, `{"code":40060}`) })
	if err := s.client(t, Options{}).Defer(soon(t), anInteraction, true); !errors.Is(err, ErrAnswered) {
		t.Error("somebody else's answer:", err)
	}
}

// The library's errors hold the request with the bot's token, and the addresses in
// others hold that of the interaction.
func TestNoSecretInAnError(t *testing.T) {
	t.Parallel()
	echo := func(w http.ResponseWriter, status int, r request) {
		say(w, status, `{"code":50035,"message":"`+secret+r.path+`","errors":{"content":{"_errors":[{"code":"TOO_LONG","message":"a person's words"}]}}}`)
	}
	faults := map[string]func(w http.ResponseWriter, r request){
		"400":       func(w http.ResponseWriter, r request) { echo(w, 400, r) },
		"401":       func(w http.ResponseWriter, r request) { echo(w, 401, r) },
		"404":       func(w http.ResponseWriter, r request) { echo(w, 404, r) },
		"500":       func(w http.ResponseWriter, r request) { echo(w, 500, r) },
		"redirect":  func(w http.ResponseWriter, r request) { w.Header().Set("Location", r.path); echo(w, 302, r) },
		"cut":       func(w http.ResponseWriter, r request) { panic(http.ErrAbortHandler) },
		"cut later": func(w http.ResponseWriter, r request) { w.Header().Set("Content-Length", "99"); w.WriteHeader(200) },
		"not JSON":  func(w http.ResponseWriter, r request) { w.Write([]byte(secret + r.path)) },
		"429":       func(w http.ResponseWriter, r request) { w.WriteHeader(429); w.Write([]byte(r.path)) },
	}
	for name, fault := range faults {
		s := serve(t, func(w http.ResponseWriter, n int, r request) { fault(w, r) })
		for what := range calls(nil) {
			c := s.client(t, Options{}) // a 429 closes it
			ctx, cancel := context.WithCancel(t.Context())
			err := calls(c)[what](ctx)
			cancel()
			if err == nil && name != "not JSON" && name != "cut later" {
				t.Errorf("%s, %s: no error", name, what)
			}
			withoutSecrets(t, fmt.Sprintf("%s, %s: %v %+v %#v", name, what, err, err, err))
		}
	}
	c, err := New(Options{Token: secret, API: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Followup(soon(t), anInteraction, Message{Content: "a person's words"})
	if e, ok := errors.AsType[*Error](err); !ok || e.Unsure {
		t.Errorf("a call that cannot have arrived: %v", err)
	}
	withoutSecrets(t, err.Error())
}

func TestWhatErrorsMean(t *testing.T) {
	for _, x := range []struct {
		status int
		body   string
		is     error
		text   string
	}{
		{403, `{"code":50007,"message":"Cannot send messages to this user"}`, bot.ErrUnreachable, "discord: send a message: 403 Forbidden, code 50007: unreachable"},
		{403, `{"code":50278}`, bot.ErrUnreachable, ""},
		{404, `{"code":10013}`, bot.ErrUnreachable, ""},
		{400, `{"code":50033}`, bot.ErrUnreachable, ""},
		{400, `{"code":50035,"errors":{"components":{"0":{"custom_id":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"x"}]}}}}}`, bot.ErrRefused,
			"discord: send a message: 400 Bad Request, code 50035: refused (components.0.custom_id: BASE_TYPE_MAX_LENGTH)"},
		{400, `{"code":50006}`, bot.ErrRefused, ""},
		{400, `{"code":0,"message":"400: Bad Request"}`, bot.ErrRefused, ""},
		{403, `{"code":240000}`, bot.ErrRefused, ""},
		{413, `{"code":40005}`, bot.ErrRefused, ""},
		{401, `{"code":0,"message":"401: Unauthorized"}`, ErrToken, ""},
		{404, `{"code":10062}`, ErrExpired, ""},
		{401, `{"code":50027}`, ErrExpired, ""},
		{404, `{"code":10015}`, ErrExpired, ""},
		{400, `{"code":40060}`, ErrAnswered, ""},
		{400, `{"code":40094}`, ErrFollowups, ""},
		{404, `{"code":10003}`, ErrNoChannel, ""},
		{404, `{"code":10008}`, ErrNoMessage, ""},
		{403, `{"code":50001}`, ErrNotAllowed, ""},
		{403, `{"code":50013}`, ErrNotAllowed, ""},
		{400, `{"code":40004}`, nil, ""},
		{400, `{"code":40062}`, nil, ""},
		{400, `{"code":130000}`, nil, ""},
		// Something before Discord that has lost its way must not cost anybody a letter.
		{400, `<html>`, nil, "discord: send a message: 400 Bad Request"},
		{403, `<html>`, nil, ""},
		{404, ``, nil, ""},
		{403, `{"code":99999}`, nil, ""},
	} {
		s := serve(t, func(w http.ResponseWriter, n int, r request) { say(w, x.status, x.body) })
		err := send(soon(t), s.client(t, Options{}), "1")
		for _, kind := range []error{bot.ErrUnreachable, bot.ErrRefused, ErrToken, ErrExpired, ErrAnswered, ErrFollowups, ErrNoChannel, ErrNoMessage, ErrNotAllowed} {
			if errors.Is(err, kind) != (kind == x.is) {
				t.Errorf("%d %s: %v", x.status, x.body, err)
			}
		}
		if x.text != "" && err.Error() != x.text {
			t.Errorf("%q, want %q", err, x.text)
		}
		gone := x.is == bot.ErrUnreachable || x.is == ErrNoChannel || x.is == ErrNotAllowed
		if errors.Is(InRoom(err), bot.ErrUnreachable) != gone {
			t.Errorf("%d %s in a room: %v", x.status, x.body, InRoom(err))
		}
	}
}

// A list that is null is not taken by Discord as no commands.
func TestNoCommandsIsAnEmptyList(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, n int, r request) { say(w, 200, "[]") })
	if err := s.client(t, Options{}).SetCommands(soon(t), "1", nil); err != nil {
		t.Fatal(err)
	}
	if got := s.requests()[0].body; got != "[]" {
		t.Errorf("%s", got)
	}
}

// Without allowed_mentions everybody who is named in a message is pinged.
func TestNothingPings(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, n int, r request) { fine(w) })
	c := s.client(t, Options{})
	for _, what := range []string{"SendMessage", "EditMessage", "EditOriginal", "Followup"} {
		if err := calls(c)[what](soon(t)); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, r := range s.requests() {
		if !strings.Contains(r.body, `"allowed_mentions":{"parse":[]}`) {
			t.Errorf("%s %s may ping: %s", r.method, r.path, r.body)
		}
	}
}

// The library knows neither nonces nor the words for a picture.
func TestNonceAndPicture(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, n int, r request) { fine(w) })
	id, err := s.client(t, Options{}).SendMessage(soon(t), "5", "key-1", Message{
		Content: "look", Files: []File{{Name: "a.png", Type: "image/png", Alt: "two bars", Content: []byte("PNG")}},
	})
	if err != nil || id != "7" {
		t.Fatal(id, err)
	}
	r := s.requests()[0]
	_, params, err := mime.ParseMediaType(r.header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	form, err := multipart.NewReader(strings.NewReader(r.body), params["boundary"]).ReadForm(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(form.Value["payload_json"][0]), &got); err != nil {
		t.Fatal(err)
	}
	if got["nonce"] != "key-1" || got["enforce_nonce"] != true || fmt.Sprint(got["attachments"]) != "[map[description:two bars filename:a.png id:0]]" {
		t.Errorf("%v", got)
	}
	f, err := form.File["files[0]"][0].Open()
	if err != nil {
		t.Fatal(err)
	}
	if content, _ := io.ReadAll(f); string(content) != "PNG" {
		t.Errorf("%q", content)
	}
	if _, err := s.client(t, Options{}).SendMessage(soon(t), "5", strings.Repeat("n", 26), Message{}); err == nil {
		t.Error("a nonce of 26 bytes was taken")
	}
}

// One component of a kind that the library does not know makes it lose the whole
// message, and with it the page.
func TestHistoryWithUnknownComponents(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, n int, r request) {
		if r.query != "after=8&limit=100" {
			t.Errorf("asked for %s", r.query)
		}
		say(w, 200, `[{"id":"10","content":"b","nonce":77},{"id":"9","content":"a","author":{"id":"3"},"nonce":"key",
			"components":[{"type":99,"components":[{"type":16,"custom_id":"x"}]}]}]`)
	})
	page, err := s.client(t, Options{}).MessagesAfter(soon(t), "1", "8", 1000)
	if err != nil || len(page) != 2 || page[0].ID != "9" || page[0].Components[0].Components[0].CustomID != "x" || page[1].Nonce == nil {
		t.Errorf("%v %+v", err, page)
	}
}

func TestOptions(t *testing.T) {
	for _, bad := range []string{"discord.com", "ftp://x", "http://", "::"} {
		if _, err := New(Options{API: bad}); err == nil || !strings.Contains(err.Error(), API) {
			t.Errorf("%s: %v", bad, err)
		}
	}
	s := serve(t, func(w http.ResponseWriter, n int, r request) { fine(w) })
	c, err := New(Options{Token: secret, API: s.URL + "/behind/"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Me(soon(t)); err != nil {
		t.Fatal(err)
	}
	r := s.requests()[0]
	if r.path != "/behind/api/v9/users/@me" || r.header.Get("Authorization") != "Bot "+secret {
		t.Errorf("%+v", r)
	}
}
