package coach_test

import (
	"encoding/json"
	"strings"
	"time"

	"bounceback/coach"
)

// channel is where the room of a conversation is.
var channel = coach.Address{Platform: "talk", To: "channel"}

// shelf is a journal with a room.
type shelf struct {
	journal
	room *coach.Room
}

func (s shelf) Room(id coach.ID) *coach.Room {
	if s.room == nil || id != channel.Room() {
		return nil
	}
	data, err := json.Marshal(s.room) // a copy, as of a store
	if err != nil {
		panic(err)
	}
	r := &coach.Room{}
	if err := json.Unmarshal(data, r); err != nil {
		panic(err)
	}
	return r
}

// inRoom plays what somebody does in the room: "In the room:" by who manages
// it, "As a guest:" by who doesn't, and "Room tap:" under its last post. It is
// false for any other line.
func (k *talk) inRoom(line string) bool {
	who, what, _ := strings.Cut(line, ":")
	what = strings.TrimSpace(what)
	h := coach.Heard{Room: &channel, Manages: who == "In the room"}
	switch who {
	case "In the room", "As a guest":
		h.Command = "room"
		if c, ok := k.c.Command(what); ok {
			h.Command, h.Args = c.Command, c.Args
		}
		h.Reading = k.r.Read(h.Words())
	case "Room tap":
		for _, c := range k.posted {
			if "["+c.Label+"]" == what {
				h.Tap = c.Key
			}
		}
		if h.Tap == "" {
			k.t.Errorf("there is no choice %s under the post; there are %v", what, labels(k.posted))
			return true
		}
	default:
		return false
	}
	k.out.WriteString(line + "\n")
	k.turn(h)
	return true
}

// post makes the room's next post, if that comes no later than a time.
func (k *talk) post(until int64) bool {
	if k.room == nil {
		return false
	}
	due, ok := k.c.NextPost(k.room, k.now)
	if !ok || due.Unix() > until {
		return false
	}
	if due.After(k.now) {
		k.now = due
	}
	k.show(k.c.Post(k.room, []byte("secret"), k.now))
	k.now = k.now.Add(time.Minute)
	return true
}

// unixOr is when a nudge is due, or else the end of the wait.
func unixOr(due time.Time, ok bool, end time.Time) int64 {
	if !ok {
		return end.Unix()
	}
	return due.Unix()
}

// toRoom does what a turn does in the room.
func (k *talk) toRoom(turn coach.Turn) {
	if turn.Room != nil {
		if k.room == nil {
			k.room = &coach.Room{}
		}
		k.show(k.c.Note(k.room, "talk:me", *turn.Room, k.now))
	}
	if turn.Share != nil {
		k.write("", turn.Share.Message)
	}
	for range turn.TakenBack {
		k.out.WriteString("Room:  (taken back)\n")
	}
}

func (k *talk) show(t coach.RoomTurn) {
	if t.Closed != nil {
		k.write("(closed) ", *t.Closed)
	}
	if t.Post != nil {
		k.write("", *t.Post)
		k.posted = t.Post.Choices
	}
}

func (k *talk) write(prefix string, m coach.Message) {
	lead := "Room:  "
	for _, l := range strings.Split(prefix+m.Text, "\n") {
		k.out.WriteString(strings.TrimRight(lead+l, " ") + "\n")
		lead = "       "
	}
	for row := m.Choices; len(row) > 0; {
		n := min(5, len(row))
		k.out.WriteString("       " + strings.Join(labels(row[:n]), " ") + "\n")
		row = row[n:]
	}
}
