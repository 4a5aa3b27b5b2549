package discord

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"time"

	"bounceback/bot"
	"bounceback/bot/discord/rest"
	"bounceback/coach"
)

// lastNote is the name of the note with the id of the newest message that was heard
// of somebody and kept. Ids of Discord grow with time, across all channels.
const lastNote = "last"

// anybody has the newest last of all. It is no person: a user id is a number.
const anybody coach.ID = Name + ":anybody"

// maxTrails bounds trails in memory. Who is dropped is looked up once more.
const maxTrails = 16384

// trails tell how far people's direct messages were heard, so that what was missed
// can be found. A message counts as heard when what came of it is kept safely; if it
// is not, the trail has a gap from there on, and its note stays where it is.
type trails struct {
	notes bot.Notes

	mu      sync.Mutex
	session int    // counts fresh sessions; what came before one may have been missed
	since   string // when it began: the newest message before, of anybody; empty: not known
	newest  string // the newest message that was kept, of anybody
	blank   bool   // nothing was heard ever before this run
	all     map[string]trail
}

type trail struct {
	session int    // up to which it is known
	kept    string // the newest message that was kept; empty: see the note
	gap     bool
}

func newTrails(notes bot.Notes) *trails { return &trails{notes: notes, all: map[string]trail{}} }

// margin is how long a message may take from Discord to the store. While it was
// under way, a newer one of somebody else may have been kept.
const margin = time.Minute

// begin is called once, before anything is heard. Where nothing was heard ever,
// nothing was missed.
func (t *trails) begin(ctx context.Context, now time.Time) error {
	noted, err := t.notes.Note(ctx, anybody, lastNote)
	if err != nil {
		return err
	}
	newest, blank := string(noted), !isSnowflake(string(noted))
	if blank {
		newest = idAt(now)
		if err := t.notes.SetNote(ctx, anybody, lastNote, []byte(newest)); err != nil {
			return err
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.newest, t.blank = newest, blank
	return nil
}

// fresh begins a session and gives its number. What came between the one before and
// this one was missed.
func (t *trails) fresh() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.session++
	t.since = ""
	if at, ok := writtenAt(t.newest); ok && !t.blank {
		t.since = idAt(at.Add(-margin))
	}
	t.blank = false
	return t.session
}

// now is the number of the session.
func (t *trails) now() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.session
}

// open tells whether something of a user may have been missed.
func (t *trails) open(user string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	k := t.all[user]
	return k.session != t.session || k.gap
}

// from is the id after which messages may have been missed, empty if none can.
func (t *trails) from(ctx context.Context, user string) (string, error) {
	noted, err := t.notes.Note(ctx, PersonID(user), lastNote)
	if err != nil {
		return "", err
	}
	if last := string(noted); isSnowflake(last) {
		return last, nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.since, nil
}

// closed says that what was missed of a user was fetched and will be handed over.
// What comes of it is told by kept and lost.
func (t *trails) closed(user string, session int) {
	t.change(user, func(k *trail) { k.session, k.gap = max(k.session, session), false })
}

// kept notes that a message was kept safely, unless something before it may be
// missing.
func (t *trails) kept(user, id string) {
	t.change(user, func(k *trail) {
		if k.gap || k.session != t.session || k.kept != "" && rest.CompareIDs(id, k.kept) <= 0 {
			return
		}
		k.kept = id
		t.notes.NoteSoon(PersonID(user), lastNote, []byte(id))
		if rest.CompareIDs(id, t.newest) > 0 {
			t.newest = id
			t.notes.NoteSoon(anybody, lastNote, []byte(id))
		}
	})
}

// lost notes that a message was not kept: it is to be fetched.
func (t *trails) lost(user string) {
	t.change(user, func(k *trail) { k.gap = true })
}

func (t *trails) change(user string, change func(*trail)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	k, ok := t.all[user]
	if !ok {
		shrink(t.all, maxTrails)
	}
	change(&k)
	t.all[user] = k
}

// everybody lists those whose direct messages are known, who wrote last first, and
// at most most of them.
func (t *trails) everybody(ctx context.Context, most int) (users []string, err error) {
	type one struct{ user, last string }
	var all []one
	err = t.notes.EachNote(ctx, Name+":", channelNote, func(id coach.ID, _ []byte) bool {
		user := string(id[len(Name)+1:])
		last, e := t.notes.Note(ctx, id, lastNote)
		if err = e; err != nil {
			return false
		}
		all = append(all, one{user, string(last)})
		return true
	})
	slices.SortFunc(all, func(a, b one) int { return rest.CompareIDs(b.last, a.last) })
	for _, a := range all[:min(len(all), most)] {
		users = append(users, a.user)
	}
	return users, err
}

// epoch is when Discord's ids begin, in milliseconds of Unix time.
const epoch = 1420070400000

// idAt is an id between those that were made before a moment and after it.
func idAt(at time.Time) string {
	return strconv.FormatInt(max(at.UnixMilli()-epoch, 0)<<22, 10)
}

// writtenAt is when an id was made.
func writtenAt(id string) (at time.Time, ok bool) {
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return time.Time{}, false
	}
	return time.UnixMilli(int64(n>>22) + epoch), true
}
