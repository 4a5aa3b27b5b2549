package gateway

import (
	"encoding/json"
	"time"

	"github.com/gorilla/websocket"
)

// up passes on what discordgo sends.
func (l *link) up() error {
	for {
		_, raw, err := l.near.ReadMessage()
		if err != nil {
			return errHungUp
		}
		var f frame
		if err := json.Unmarshal(raw, &f); err != nil {
			return errHungUp
		}
		switch f.Op {
		case opIdentify:
			err = l.identify(raw)
		case opBeat:
			// Where the answer may stand behind what is not read yet, because the queue is
			// full or very much has come, it is not missed.
			held := l.slow.Swap(false) || l.handing.Load()
			l.busy.Store(0)
			if l.owed.Load() && !held {
				return errSilent
			}
			err = l.beat()
		}
		if err != nil {
			return err
		}
	}
}

// identify sends what discordgo wants to begin a session with, or resumes one in
// place of it.
func (l *link) identify(raw []byte) error {
	defer l.begun()
	if l.session != "" {
		raw, _ = json.Marshal(map[string]any{"op": opResume, "d": map[string]any{
			"token": l.shard.gateway.token, "session_id": l.session, "seq": l.shard.got.Load(),
		}})
	}
	return l.toFar(raw)
}

// beat sends a heartbeat, with the number of the last event that is safe here:
// what comes after it may still have to be sent again.
func (l *link) beat() error {
	l.owed.Store(true)
	var last any
	if n := l.shard.got.Load(); n > 0 {
		last = n
	}
	raw, _ := json.Marshal(map[string]any{"op": opBeat, "d": last})
	return l.toFar(raw)
}

// toFar sends a message to Discord.
func (l *link) toFar(raw []byte) error {
	l.sending.Lock()
	defer l.sending.Unlock()
	l.far.SetWriteDeadline(time.Now().Add(l.shard.gateway.pace.Write))
	return l.far.WriteMessage(websocket.TextMessage, raw)
}
