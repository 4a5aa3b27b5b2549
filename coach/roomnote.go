package coach

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"bounceback/coach/page"
)

// RoomNote is what a person's turn leaves in a room. It is kept together with
// the person, under the room's own lock; see Coach.Note.
type RoomNote struct {
	Room Address
	// One of these is set.
	Tap  *RoomTap
	Plan *RoomPlan
}

// RoomTap is a mood that was tapped under a post.
type RoomTap struct {
	Post int // its number
	Mood int // 1 to 5
}

// RoomPlan is what an admin has set.
type RoomPlan struct {
	Zone, At, Days, Kinds string
	Off                   bool
}

// Note puts a person's note into a room. It is pure but for r.
func (c *Coach) Note(r *Room, by ID, n RoomNote, now time.Time) RoomTurn {
	switch {
	case n.Tap != nil:
		r.count(by, n.Tap)
	case n.Plan != nil && n.Plan.Off:
		r.On, r.Plan.Next = false, time.Time{}
		return RoomTurn{Closed: c.closePost(r, now)}
	case n.Plan != nil:
		c.plan(r, n.Room, n.Plan, now)
	}
	return RoomTurn{}
}

// plan sets a room up.
func (c *Coach) plan(r *Room, at Address, plan *RoomPlan, now time.Time) {
	r.Version, r.Address, r.On, r.Unreachable = RoomVersion, at, true, time.Time{}
	r.Zone, r.Kinds = plan.Zone, plan.Kinds
	r.Plan = CheckIn{Days: plan.Days, At: plan.At}
	r.Plan.Next = c.nextPost(r, now)
}

// lately is how long after a tap in a room a win may be shared there.
const lately = 7 * day

// sharedFor is how long what was shared can be taken back.
const sharedFor = day

// Visit is the room that a person was in last.
type Visit struct {
	Room Address   `json:"room"`
	At   time.Time `json:"at"`
}

// Shared is a win that stands in a room, kept for as long as it can be taken
// back; then nothing leads from the post to the person any more.
type Shared struct {
	Room Address   `json:"room"`
	Line uint64    `json:"line"` // of the journal
	At   time.Time `json:"at"`
	Key  string    `json:"key"`            // of the letter that brings it
	Spot string    `json:"spot,omitempty"` // the platform's own name of the post
	Back bool      `json:"taken_back,omitempty"`
}

// LetGo drops what leads from a person to a room and has run out, and says when
// the next of it does; zero is never. It is done at that time even if they are
// not heard of again: what was said of it is a promise.
func (p *Person) LetGo(now time.Time) (next time.Time) {
	until := func(end time.Time) (over bool) {
		if over = !now.Before(end); !over && (next.IsZero() || end.Before(next)) {
			next = end
		}
		return over
	}
	p.Shared = slices.DeleteFunc(p.Shared, func(s Shared) bool { return until(s.At.Add(sharedFor)) })
	if p.Lately != nil && until(p.Lately.At.Add(lately)) {
		p.Lately = nil
	}
	return next
}

// Share is a message for a room, from a person. Its letter's key is still to be
// noted in the last of Person.Shared.
type Share struct {
	Room    Address
	Message Message
}

// postKey is the key of a choice under a post. The mark before the number tells
// it from the key of a question asked in private.
func postKey(step, choice string, number int) string {
	return atRoomMood.Page + "/" + step + "/" + choice + "!" + strconv.FormatUint(uint64(number), 36)
}

// postTap answers a tap under a post: in private, as if they had begun a talk
// with it. It is false for any other tap.
func (t *turn) postTap() bool {
	where, mark, ok := strings.Cut(t.h.Tap, "!")
	number, err := strconv.ParseUint(mark, 36, 31)
	parts := strings.SplitN(where, "/", 3)
	if !ok || err != nil || len(parts) != 3 || parts[0] != atRoomMood.Page {
		return false
	}
	step := t.step(page.Target{Page: parts[0], Step: parts[1]})
	if step == nil {
		return false
	}
	for i := range step.Choices {
		if c := &step.Choices[i]; c.Key == parts[2] {
			t.visited()
			t.answerPost(c, int(number))
			return true
		}
	}
	return false
}

func (t *turn) visited() {
	if t.h.Room != nil {
		t.p.Lately = &Visit{Room: *t.h.Room, At: t.now}
	}
}

func (t *turn) answerPost(c *page.Choice, number int) {
	t.p.Misses = 0
	var words map[string]string
	for _, e := range c.Effects {
		if e.Pattern == "set WORD VALUE" {
			words = withWord(words, e.Args[0], e.Args[1])
		}
	}
	if mood, err := strconv.Atoi(words["mood"]); err == nil && t.runs(number) {
		t.out.Room = &RoomNote{Room: *t.h.Room, Tap: &RoomTap{Post: number, Mood: mood}}
	}
	if c.To.Page == atRoomMood.Page {
		t.visit(c.To) // only reading: whatever is open stays as it is
		return
	}
	t.digress(c.To, words)
}

// runs tells whether a post is the one that can be answered in its room.
func (t *turn) runs(number int) bool {
	if t.h.Room == nil {
		return false
	}
	r := t.room(*t.h.Room)
	return r != nil && r.Post != nil && r.Post.Number == number
}

// room is what is kept about a room, nil where nothing is.
func (t *turn) room(at Address) *Room {
	if t.j == nil {
		return nil
	}
	return t.j.Room(at.Room())
}

// sharable tells whether a win could be shared in a room they were in lately.
func (t *turn) sharable() bool {
	v := t.p.Lately
	if v == nil || t.now.Sub(v.At) > lately || t.refused("sharing") {
		return false
	}
	r := t.room(v.Room)
	return r != nil && r.On && r.Unreachable.IsZero()
}

// share posts the win at hand in the room.
func (t *turn) share(as page.Target) {
	if !t.sharable() {
		return
	}
	said := t.out.Messages
	t.out.Messages = nil
	t.visit(as)
	if len(t.out.Messages) > 0 {
		to := t.p.Lately.Room
		t.out.Share = &Share{Room: to, Message: t.out.Messages[0]}
		t.p.Shared = append(t.p.Shared, Shared{Room: to, Line: t.lineOf(Win), At: t.now})
	}
	t.out.Messages = said
}

// lineOf is the newest journal line of a kind.
func (t *turn) lineOf(kind Kind) (seq uint64) {
	t.each(kind, func(e Entry) bool {
		seq = e.Seq
		return false
	})
	return seq
}

// takeBack takes what was shared out of the rooms again, as far as it can be.
func (t *turn) takeBack(which func(Shared) bool) {
	for i := range t.p.Shared {
		if s := &t.p.Shared[i]; !s.Back && which(*s) {
			s.Back = true
			t.out.TakenBack = append(t.out.TakenBack, *s)
		}
	}
}

// lateBack takes a tap on "take it back" as long as it can be done, whatever has
// been talked of since. It is false for any other tap, and where it is not clear
// what is meant.
func (t *turn) lateBack(step *page.Step, name, key string) bool {
	if name != atShared.Page || step.Slug != atShared.Step || t.stillShared() != 1 {
		return false
	}
	for i := range step.Choices {
		if step.Choices[i].Key == key {
			t.setAside(false)
			t.fresh, t.p.Misses = true, 0
			t.p.Place = &Place{Page: name, Step: step.Slug, Since: t.now}
			t.choose(&step.Choices[i])
			return true
		}
	}
	return false
}

// stillShared counts what can be taken back.
func (t *turn) stillShared() (n int) {
	for _, s := range t.p.Shared {
		if !s.Back {
			n++
		}
	}
	return n
}

// takeNewestBack takes back what was shared last.
func (t *turn) takeNewestBack() {
	for i := len(t.p.Shared) - 1; i >= 0; i-- {
		if newest := t.p.Shared[i]; !newest.Back {
			t.takeBack(func(s Shared) bool { return s == newest })
			return
		}
	}
}
