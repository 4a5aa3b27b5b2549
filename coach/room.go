package coach

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"bounceback/coach/page"
)

// RoomVersion is the version of Room that this program writes.
const RoomVersion = 1

// Room is a channel with a daily check-in, and all that is remembered about it.
// Like a Person it is plain data; nobody's words are in it.
type Room struct {
	Version int     `json:"version"`
	Address Address `json:"address"`
	Zone    string  `json:"zone,omitempty"` // IANA
	// Plan is the rhythm, on the clock of Zone, with the time of the next post.
	Plan CheckIn `json:"plan,omitzero"`
	// Kinds are the questions it takes: a code of the table kinds in forms.md.
	Kinds string `json:"kinds,omitempty"`
	// On is false until an admin has set it up, and again after "off". What is
	// kept then is the place in the plan, so that nothing is said again too soon.
	On bool `json:"on,omitempty"`
	// Unreachable is when the platform turned a post away for good, such as when
	// the channel was deleted. An admin who sets the room up again ends that.
	Unreachable time.Time `json:"unreachable,omitzero"`

	Posts int              `json:"posts,omitempty"` // so far
	Said  map[string]Said  `json:"said,omitempty"`  // by step of rooms.md
	Last  time.Time        `json:"last_post,omitzero"`
	Post  *Post            `json:"post,omitempty"`  // the one that can be answered
	Ended *Post            `json:"ended,omitempty"` // the one before, without its answers
	Lines map[uint32]uint8 `json:"lines,omitempty"` // the variant of each line that was said last
}

// Said is how far a room has come in the lines of one strategy.
type Said struct {
	Times int `json:"times"`
	Post  int `json:"post"` // the number of the post that it was said in last
}

// Post is one post in a room.
type Post struct {
	Number int    `json:"number"` // from 1; part of its choices' keys
	Key    string `json:"key"`    // of the letter that brings it
	// Spot is the platform's own name of the post, once it stands there.
	Spot string `json:"spot,omitempty"`
	Text string `json:"text,omitempty"` // what stays of it when it is closed
	// Secret and Moods count each person once: the moods stand under a keyed hash
	// of who tapped them. Both go when the post is closed.
	Secret []byte           `json:"secret,omitempty"`
	Moods  map[string]uint8 `json:"moods,omitempty"`
}

// roomPrefix sets the ids of rooms apart from those of people, which begin with
// the name of a platform.
const roomPrefix = "room:"

// Room is the id of the room at an address.
func (a Address) Room() ID { return ID(roomPrefix + a.Platform + ":" + a.To) }

// IsRoom tells the id of a room from that of a person.
func (id ID) IsRoom() bool { return strings.HasPrefix(string(id), roomPrefix) }

const (
	// roomStale is how late a post may be: a check-in of the morning is of no use
	// in the evening, and after a downtime there is no backlog.
	roomStale = 3 * time.Hour
	// moodsShown is how many must have said how they are before anything of it is
	// shown, so that nobody is recognised.
	moodsShown = 5
)

// RoomTurn is what a room has to say.
type RoomTurn struct {
	// Post is to be posted; its letter's key is still to be noted in Room.Post.
	Post *Message
	// Closed takes the place of Room.Ended, in which nothing can be tapped any more.
	Closed *Message
	// Until is when Post is no more worth sending.
	Until time.Time
	// Step is the step of rooms.md that was taken, for the log.
	Step string
}

// NextPost says when the room posts next, never before now. It is pure. ok is
// false when it doesn't.
func (c *Coach) NextPost(r *Room, now time.Time) (due time.Time, ok bool) {
	if !r.On || !r.Unreachable.IsZero() {
		return time.Time{}, false
	}
	due = r.Plan.Next
	if now.Sub(due) > roomStale {
		due = c.nextPost(r, now.Add(-roomStale))
	}
	return later(due, now), !due.IsZero()
}

// nextPost is the first time of the plan after now, and not on the day of the
// last post.
func (c *Coach) nextPost(r *Room, now time.Time) time.Time {
	loc := c.zones.load(r.Zone)
	next := r.Plan.after(now, loc)
	if !r.Last.IsZero() && !next.IsZero() && daysBetween(r.Last.In(loc), next.In(loc)) <= 0 {
		y, m, d := r.Last.In(loc).Date()
		next = r.Plan.after(localTime(y, m, d+1, 0, 0, loc).Add(-time.Second), loc)
	}
	return next
}

// Post makes the post that is due and closes the one before. secret is chance
// that nobody can guess, for the count of moods. When nothing is due the turn is
// empty, and only the time of the next post may have changed.
func (c *Coach) Post(r *Room, secret []byte, now time.Time) RoomTurn {
	due, ok := c.NextPost(r, now)
	if !ok || due.After(now) {
		r.Plan.Next = due
		return RoomTurn{}
	}
	turn := RoomTurn{Until: now.Add(roomStale), Closed: c.closePost(r, now)}
	at, line := c.nextLine(r)
	turn.Step = at.Step
	r.Posts++
	r.Said[at.Step] = Said{Times: r.Said[at.Step].Times + 1, Post: r.Posts}
	w := c.writer(r, nil, now)
	w.trace(at)
	text := w.t.fill(line)
	turn.Post = &Message{Text: text + "\n\n" + w.say(atRoomFoot), Choices: w.choices(r.Posts)}
	r.Post = &Post{Number: r.Posts, Text: text, Secret: secret}
	r.Last = now
	r.Plan.Next = c.nextPost(r, now)
	return turn
}

// closePost ends the post that runs, if any, and is what it reads then: with the
// counts, if enough have tapped.
func (c *Coach) closePost(r *Room, now time.Time) *Message {
	p := r.Post
	if p == nil {
		return nil
	}
	text := p.Text
	if len(p.Moods) >= moodsShown {
		text += "\n\n" + c.writer(r, c.moodWords(p.Moods), now).say(atRoomCounts)
	}
	r.Post, r.Ended = nil, &Post{Number: p.Number, Key: p.Key, Spot: p.Spot}
	return &Message{Text: text}
}

// moodWords are the words of a count: "6" and "1 very low, 5 good".
func (c *Coach) moodWords(moods map[string]uint8) map[string]string {
	var each [6]int
	for _, m := range moods {
		each[m]++
	}
	var parts []string
	for m := 1; m <= 5; m++ {
		if each[m] > 0 {
			parts = append(parts, itoa(each[m])+" "+c.books[English].Forms["moods"][itoa(m)])
		}
	}
	return map[string]string{"room_count": itoa(len(moods)), "room_moods": strings.Join(parts, ", ")}
}

// roomSteps are the steps of rooms.md that have the lines of the nine
// strategies, in the order in which a room goes round: what is about feelings
// stands between what is about doing.
var roomSteps = [...]string{"feel", "progress", "network", "care", "learn", "goals", "not-personal", "feedback", "persistence"}

// roomKinds are the strategies that a room can keep to, by the codes of the
// table kinds; all others take every strategy.
var roomKinds = map[string][]string{
	"feelings": {"feel", "care", "not-personal"},
	"learning": {"learn", "feedback"},
	"steps":    {"progress", "network", "goals", "persistence"},
}

// nextLine is the line whose turn it is: of the strategy that was taken longest
// ago, the one after its last. No season and no chance is in it.
func (c *Coach) nextLine(r *Room) (at page.Target, line page.Text) {
	if r.Said == nil {
		r.Said = map[string]Said{}
	}
	steps := roomKinds[r.Kinds]
	if steps == nil {
		steps = roomSteps[:]
	}
	// min takes the first of equals, and that is the order of the round.
	next := slices.MinFunc(steps, func(a, b string) int { return r.Said[a].Post - r.Said[b].Post })
	at = page.Target{Page: atRoomFoot.Page, Step: next}
	lines := c.roomLines(at)
	return at, lines[r.Said[next].Times%len(lines)]
}

// roomLines are the lines of a strategy: each paragraph of its step is one.
func (c *Coach) roomLines(at page.Target) (lines []page.Text) {
	for _, b := range c.books[English].Pages[at.Page].Step(at.Step).Blocks {
		if b.Say != nil {
			lines = append(lines, b.Say.Variants...)
		}
	}
	return lines
}

// roomsWithoutLines tells of strategies that have nothing to post, which an
// operator's own page may have emptied.
func (c *Coach) roomsWithoutLines() (problems page.Problems) {
	pg := c.books[English].Pages[atRoomFoot.Page]
	for _, name := range roomSteps {
		if len(c.roomLines(page.Target{Page: pg.Name, Step: name})) == 0 {
			problems = append(problems, page.Problem{File: pg.File, Line: pg.Step(name).Line,
				Cause: "the step #" + name + " has no line, and a room takes one from there", Remedy: "Write a paragraph below it, which is then posted."})
		}
	}
	return problems
}

// writer says steps of rooms.md to a room.
type writer struct {
	t *turn
	r *Room
}

func (c *Coach) writer(r *Room, words map[string]string, now time.Time) *writer {
	p := &Person{TimeZone: r.Zone, Place: &Place{Page: atRoomFoot.Page, Words: words}, Lines: r.Lines}
	return &writer{t: &turn{c: c, book: c.books[English], p: p, now: now, loc: c.zones.load(r.Zone)}, r: r}
}

// say is what a step says.
func (w *writer) say(at page.Target) string {
	w.t.out.Messages = nil
	w.t.visit(at)
	w.r.Lines = w.t.p.Lines
	var texts []string
	for _, m := range w.t.out.Messages {
		texts = append(texts, m.Text)
	}
	return strings.Join(texts, "\n\n")
}

// trace tells tests that a step is said.
func (w *writer) trace(at page.Target) {
	if w.t.c.trace != nil {
		w.t.c.trace(w.t.step(at))
	}
}

// choices are those under a post: one of five moods, and below them what else
// somebody may want to say.
func (w *writer) choices(number int) (list []Choice) {
	for _, at := range [...]page.Target{atRoomMood, atRoomMore} {
		w.trace(at)
		step := w.t.step(at)
		for i := range step.Choices {
			list = append(list, Choice{Key: postKey(at.Step, step.Choices[i].Key, number), Label: step.Choices[i].Label})
		}
	}
	return list
}

// count notes a mood tapped under the running post, once for each person: who
// taps again has changed their mind.
func (r *Room) count(by ID, tap *RoomTap) {
	if r.Post == nil || r.Post.Number != tap.Post || tap.Mood < 1 || tap.Mood > 5 {
		return
	}
	mac := hmac.New(sha256.New, r.Post.Secret)
	mac.Write([]byte(by))
	who := base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:9])
	if r.Post.Moods == nil {
		r.Post.Moods = map[string]uint8{}
	}
	r.Post.Moods[who] = uint8(tap.Mood)
}
