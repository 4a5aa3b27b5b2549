package install

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"
)

// stateLife is how long somebody may take to say yes to Slack.
const stateLife = 15 * time.Minute

// A state goes with the browser to Slack and back: when it ends, chance, and a
// signature. The browser has the chance in a cookie, too, so that nobody can be
// brought to finish what somebody else began.
const (
	timeSize   = 8
	chanceSize = 16
)

type states struct{ key []byte }

// make makes a state and the cookie that belongs to it.
func (s states) make(now time.Time) (state, cookie string) {
	b := binary.BigEndian.AppendUint64(nil, uint64(now.Add(stateLife).Unix()))
	chance := make([]byte, chanceSize)
	rand.Read(chance) // never fails
	b = append(b, chance...)
	return base64.RawURLEncoding.EncodeToString(append(b, s.sign(b)...)), base64.RawURLEncoding.EncodeToString(chance)
}

func (s states) sign(b []byte) []byte {
	h := hmac.New(sha256.New, s.key)
	h.Write(b)
	return h.Sum(nil)
}

// fits tells whether a state is ours, is not over, and belongs to the cookie.
func (s states) fits(state, cookie string, now time.Time) bool {
	b, err := base64.RawURLEncoding.DecodeString(state)
	if err != nil || len(b) != timeSize+chanceSize+sha256.Size {
		return false
	}
	chance, err := base64.RawURLEncoding.DecodeString(cookie)
	if err != nil {
		return false
	}
	head := b[:timeSize+chanceSize]
	return hmac.Equal(b[len(head):], s.sign(head)) && hmac.Equal(chance, head[timeSize:]) &&
		now.Unix() < int64(binary.BigEndian.Uint64(head))
}
