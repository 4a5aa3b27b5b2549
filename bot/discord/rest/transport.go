package rest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// maxAnswer bounds what is read of an answer. A page of a hundred messages with
// everything in it stays far below.
const maxAnswer = 8 << 20

// maxFault bounds what is read of an answer that is an error.
const maxFault = 64 << 10

// answer is what the transport saw of a response.
type answer struct {
	status int
	header http.Header
	fault  []byte // the body, if status is that of an error
}

type answerKey struct{}

// transport sends the library's requests where Options.API says, and hands what
// came back to the call beside the library. The library gets to see neither the
// headers of rate limits, whose waits it would sleep through and which can make
// it fail a call that went well, nor the bodies of errors, which it puts into the
// texts of its own errors and, if they are not JSON, fails to read.
type transport struct {
	base *url.URL
	next *http.Transport
}

func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.Host = t.base.Scheme, t.base.Host, ""
	r.URL.Path, r.URL.RawPath = strings.TrimRight(t.base.Path, "/")+r.URL.Path, ""
	resp, err := t.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = &bounded{Reader: io.LimitReader(resp.Body, maxAnswer), Closer: resp.Body}
	a, ok := r.Context().Value(answerKey{}).(*answer)
	if !ok {
		return resp, nil
	}
	a.status, a.header = resp.StatusCode, resp.Header
	resp.Header = http.Header{}
	if a.status < 300 {
		return resp, nil
	}
	// A part of it, or nothing, will do: the status says the most.
	a.fault, _ = io.ReadAll(io.LimitReader(resp.Body, maxFault))
	resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader([]byte("{}")))
	return resp, nil
}

// newTransport keeps connections, and finds out by itself when one is dead: with
// HTTP/2 all requests share one, and would go on waiting in it.
func newTransport(base *url.URL) *transport {
	next := http.DefaultTransport.(*http.Transport).Clone()
	next.MaxIdleConnsPerHost = 32
	next.HTTP2 = &http.HTTP2Config{SendPingTimeout: 30 * time.Second, PingTimeout: 15 * time.Second}
	return &transport{base: base, next: next}
}

// CloseIdleConnections is what http.Client asks for.
func (t *transport) CloseIdleConnections() { t.next.CloseIdleConnections() }

type bounded struct {
	io.Reader
	io.Closer
}

// withAnswer makes the transport write what it sees into a.
func withAnswer(ctx context.Context, a *answer) context.Context {
	return context.WithValue(ctx, answerKey{}, a)
}
