package bot

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"log/slog"
	"runtime"
	"strconv"

	"bounceback/coach"
)

// pseudonyms hide ids in the log. The key is drawn anew at each start, so that
// lines of one run belong together and nothing leads back to a person.
type pseudonyms [32]byte

func newPseudonyms() (key pseudonyms) {
	rand.Read(key[:]) // never fails
	return key
}

// of is the attribute that stands for a person.
func (key *pseudonyms) of(id coach.ID) slog.Attr { return key.as("person", id) }

// room is the attribute that stands for a room.
func (key *pseudonyms) room(id coach.ID) slog.Attr { return key.as("room", id) }

func (key *pseudonyms) as(what string, id coach.ID) slog.Attr {
	var room [128]byte // most ids fit, and then nothing is allocated here
	sum := sha256.Sum256(append(append(room[:0], key[:]...), id...))
	return slog.String(what, hex.EncodeToString(sum[:8]))
}

// letterKey is the key of the nth letter of an event: the same each time the
// event is answered, and short enough for Discord's nonce (25 characters).
func letterKey(event string, n int) string {
	var room [128]byte
	seed := append(append(room[:0], event...), 0)
	sum := sha256.Sum256(strconv.AppendInt(seed, int64(n), 10))
	return base64.RawURLEncoding.EncodeToString(sum[:16]) // 22 characters
}

// newEvent names something that has no id of a platform's, never twice alike.
func (b *Bot) newEvent() string {
	return "bot:" + b.run + ":" + strconv.FormatUint(b.events.Add(1), 36)
}

// panicked makes an error of a recovered panic. What was thrown may hold a
// person's words, so its text is told only where the Go runtime wrote it.
func panicked(v any, stack []byte) error {
	if e, ok := v.(runtime.Error); ok {
		return fmt.Errorf("panic: %w\n%s", e, stack)
	}
	return fmt.Errorf("panic: %T\n%s", v, stack)
}
