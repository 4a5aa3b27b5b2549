package slacktest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// request is a request to the app in HTTP mode, as it was signed.
type request struct {
	kind, body, stamp, signature string
	retry                        int
}

// UseHTTP delivers everything by signed requests to that address from now on;
// empty ends that.
func (s *Server) UseHTTP(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endpoint = address
}

// sign makes a request of a body. mu need not be held.
func (s *Server) sign(kind, body string, at time.Time, secret string) *request {
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	io.WriteString(mac, "v0:"+stamp+":"+body)
	return &request{kind: kind, body: body, stamp: stamp, signature: "v0=" + hex.EncodeToString(mac.Sum(nil))}
}

// body is how a delivery looks in HTTP mode.
func (d *Delivery) body() string {
	payload, _ := json.Marshal(d.Payload)
	switch d.Kind {
	case Commands:
		form := url.Values{}
		for k, v := range d.Payload {
			switch v := v.(type) {
			case string:
				form.Set(k, v)
			case bool:
				form.Set(k, strconv.FormatBool(v))
			}
		}
		return form.Encode()
	case Interactive:
		return url.Values{"payload": {string(payload)}}.Encode()
	}
	return string(payload)
}

// post sends a delivery to the app. What happens in one channel goes one after
// another: nobody types two messages within the milliseconds in which requests
// overtake one another. mu is held.
func (s *Server) post(d *Delivery) {
	line, before, done := str(object(d.Payload, "event"), "channel"), chan struct{}(nil), make(chan struct{})
	if line != "" {
		before, s.lines[line] = s.lines[line], done
	}
	r := s.sign(d.Kind, d.body(), time.Now(), s.SigningSecret)
	r.retry = d.attempts - 1
	d.requests = append(d.requests, r)
	address := s.endpoint
	s.wait.Go(func() {
		defer close(done)
		if before != nil {
			<-before
		}
		s.mu.Lock()
		if d.first.IsZero() {
			d.first = time.Now()
		}
		s.mu.Unlock()
		status, answer := s.do(address, r)
		s.mu.Lock()
		defer s.mu.Unlock()
		d.statuses = append(d.statuses, status)
		if status == http.StatusOK {
			s.ack(d, answer)
		} else if d.Kind != Events {
			d.failed = true
		}
	})
}

// do makes a request; the status is 0 if there was no answer in time.
func (s *Server) do(address string, r *request) (status int, answer JSON) {
	ctx, cancel := context.WithTimeout(context.Background(), s.GiveUpAfter)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader([]byte(r.body)))
	if err != nil {
		return 0, nil
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if r.kind == Events {
		req.Header.Set("Content-Type", "application/json")
	}
	if r.stamp != "" {
		req.Header.Set("X-Slack-Request-Timestamp", r.stamp)
		req.Header.Set("X-Slack-Signature", r.signature)
	}
	if r.retry > 0 {
		req.Header.Set("X-Slack-Retry-Num", strconv.Itoa(r.retry))
		req.Header.Set("X-Slack-Retry-Reason", "http_timeout")
	}
	resp, err := s.out.Do(req)
	if err != nil {
		return 0, nil
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err != nil {
		return 0, nil
	}
	json.Unmarshal(body, &answer)
	return resp.StatusCode, answer
}

// Forgery is what is wrong with a request that Forge sends.
type Forgery int

// The ways to sign that an app must refuse, and Replayed: the last request of a
// delivery word by word once more, which it must not act on twice.
const (
	Unsigned    Forgery = iota
	WrongSecret         // signed with another secret
	Changed             // the body was changed after signing
	Stale               // signed well, ten minutes ago
	Future              // signed well, in ten minutes
	Replayed
	ReplayedInCapitals // the signature in capital letters, which is as good
)

// Forge sends a delivery of HTTP mode again in a way that Slack would not, and
// returns the status of the answer.
func (s *Server) Forge(d *Delivery, how Forgery) int {
	s.mu.Lock()
	address, body, now := s.endpoint, d.body(), time.Now()
	r := s.sign(d.Kind, body, now, s.SigningSecret)
	switch how {
	case Unsigned:
		r.stamp = ""
	case WrongSecret:
		r = s.sign(d.Kind, body, now, "another")
	case Changed:
		r.body += " "
	case Stale:
		r = s.sign(d.Kind, body, now.Add(-10*time.Minute), s.SigningSecret)
	case Future:
		r = s.sign(d.Kind, body, now.Add(10*time.Minute), s.SigningSecret)
	case Replayed, ReplayedInCapitals:
		again := *d.requests[len(d.requests)-1]
		if r = &again; how == ReplayedInCapitals {
			r.signature = "v0=" + strings.ToUpper(strings.TrimPrefix(r.signature, "v0="))
		}
	}
	s.mu.Unlock()
	status, _ := s.do(address, r)
	return status
}

// Post sends a body to the app, well signed, and returns the answer: what Slack
// would never send, such as one that is too long or no JSON. kind is one of the
// kinds of deliveries.
func (s *Server) Post(kind, body string) (status int, answer JSON) {
	s.mu.Lock()
	address, r := s.endpoint, s.sign(kind, body, time.Now(), s.SigningSecret)
	s.mu.Unlock()
	return s.do(address, r)
}

// Verify asks the app whether the address is its own, as Slack does when it is
// entered, and tells whether it answered rightly.
func (s *Server) Verify() bool {
	status, answer := s.Post(Events, `{"token":"unused","challenge":"3eZbrw1aB","type":"url_verification"}`)
	return status == http.StatusOK && str(answer, "challenge") == "3eZbrw1aB"
}
