package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxAnswer is how long an answer may be, in bytes. A page of history is the
// longest that is asked for.
const maxAnswer = 8 << 20

// noWait is how long to wait when Slack asks for it and does not say how long.
const noWait = 30 * time.Second

// codeNone stands for the error of an answer that is one and does not name it.
const codeNone = "no_error_given"

var errTooLong = errors.New("the answer is too long")

// careful is below the library and makes answers honest that the library would
// misread: an error without a name becomes one with a name, and a "too many
// requests" without a time gets one.
type careful struct {
	next http.RoundTripper
}

func (c *careful) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err != nil || s <= 0 {
			resp.Header.Set("Retry-After", strconv.Itoa(int(noWait/time.Second)))
		}
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	resp.Body.Close()
	if err == nil && len(body) > maxAnswer {
		err = errTooLong
	}
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == http.StatusOK {
		body = named(body)
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
	return resp, nil
}

// named is an answer in which an error has a name. What is no JSON object is
// left to who expects something else.
func named(body []byte) []byte {
	var answer struct {
		OK    *bool  `json:"ok"`
		Error string `json:"error"`
	}
	if json.Unmarshal(body, &answer) != nil || answer.OK != nil && *answer.OK || strings.TrimSpace(answer.Error) != "" {
		return body
	}
	return []byte(`{"ok":false,"error":"` + codeNone + `"}`)
}
