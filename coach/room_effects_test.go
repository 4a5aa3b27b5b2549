package coach

import (
	"reflect"
	"testing"
	"time"

	"bounceback/coach/page"
)

// lobby is a room for tests.
var lobby = Address{Platform: "test", To: "lobby"}

// withRoom is a journal that knows the lobby.
type withRoom struct {
	entries
	room Room
}

func (w withRoom) Room(id ID) *Room {
	if id != lobby.Room() {
		return nil
	}
	r := w.room
	return &r
}

// inLobby puts somebody into the lobby, which posts at half past nine.
func inLobby(n *turn) {
	n.h.Room = &lobby
	n.p.Lately = &Visit{Room: lobby, At: tuesday}
	n.j = withRoom{room: Room{Version: 1, Address: lobby, On: true, Zone: "Europe/Berlin", Plan: CheckIn{Days: "daily", At: "09:30"}}}
}

// roomEffects are the tests of what pages can do in rooms.
func roomEffects() []effectTest {
	rooms := func(n *turn) {
		inLobby(n)
		n.book.Pages["rooms"] = &page.Page{Name: "rooms", Steps: []*page.Step{
			{Slug: "win", Blocks: []page.Block{{Say: &page.Say{Variants: []page.Text{{{Literal: "someone: "}, {Word: "shared_win"}}}}}}},
			{Slug: "win-named", Blocks: []page.Block{{Say: &page.Say{Variants: []page.Text{{{Word: "shared_name"}, {Literal: ": "}, {Word: "shared_win"}}}}}}},
		}}
		n.p.Name = "Amina"
		n.set("win", "called")
		n.record(Win)
	}
	share := func(n *turn, how string) { rooms(n); do(n, how, page.Target{}) }
	shared := func(n *turn) any { return []any{n.out.Share.Room, n.out.Share.Message.Text, n.p.Shared[0].Line} }
	find := func(n *turn) { inLobby(n); n.set("time", "12:00"); do(n, "room find", page.Target{}) }
	return []effectTest{
		{"room find", find, func(n *turn) any { return n.p.Place.Words },
			map[string]string{"room": "test lobby", "time": "12:00", "zone": "Europe/Berlin", "days": "daily"}},
		{"offer near", func(n *turn) { n.set("unread_time", "25:00"); do(n, "offer near WORD", page.Target{}, "time") },
			func(n *turn) any { return len(n.nearOffers()) > 0 }, true},
		{"room set", func(n *turn) { find(n); do(n, "room set", page.Target{}) }, func(n *turn) any { return n.out.Room },
			&RoomNote{Room: lobby, Plan: &RoomPlan{Zone: "Europe/Berlin", At: "12:00", Days: "daily"}}},
		{"room off", func(n *turn) { find(n); do(n, "room off", page.Target{}) }, func(n *turn) any { return n.out.Room },
			&RoomNote{Room: lobby, Plan: &RoomPlan{Off: true}}},
		{"room off, and no room", func(n *turn) { do(n, "room off", page.Target{}) }, func(n *turn) any { return n.out.Room }, (*RoomNote)(nil)},
		{"share", func(n *turn) { share(n, "share") }, shared, []any{lobby, "someone: called", uint64(0)}},
		{"share named", func(n *turn) { share(n, "share named") }, shared, []any{lobby, "Amina: called", uint64(0)}},
		{"take back", func(n *turn) { share(n, "share"); do(n, "take back", page.Target{}) },
			func(n *turn) any { return len(n.out.TakenBack) }, 1},
		{"undo takes back", func(n *turn) { share(n, "share"); do(n, "undo", page.Target{}) },
			func(n *turn) any { return len(n.out.TakenBack) }, 1},
		{"erase takes back", func(n *turn) { share(n, "share"); do(n, "erase", page.Target{}) },
			func(n *turn) any { return len(n.out.TakenBack) }, 1},
	}
}

func TestSharedIsForgottenAfterADay(t *testing.T) {
	n := stage(t)
	inLobby(n)
	n.p.Shared = []Shared{{Room: lobby, At: tuesday}}
	n.c.newTurn(n.p, Heard{}, n.j, tuesday.Add(sharedFor-time.Second))
	if len(n.p.Shared) != 1 {
		t.Error("it cannot be taken back for a whole day")
	}
	n.c.newTurn(n.p, Heard{}, n.j, tuesday.Add(sharedFor))
	if len(n.p.Shared) != 0 {
		t.Error("something still leads from the post to the person")
	}
	n.c.newTurn(n.p, Heard{}, n.j, tuesday.Add(lately))
	if n.p.Lately != nil {
		t.Error("the room they were in is still known")
	}
}

func TestNothingIsSharedWhereNothingIsPosted(t *testing.T) {
	for name, change := range map[string]func(*Room){
		"off":  func(r *Room) { r.On = false },
		"gone": func(r *Room) { r.Unreachable = tuesday },
	} {
		n := stage(t)
		inLobby(n)
		w := n.j.(withRoom)
		change(&w.room)
		n.j = w
		n.share(atRoomWin)
		if n.sharable() || n.out.Share != nil {
			t.Errorf("%s: a win is shared there", name)
		}
	}
}

func TestParseDays(t *testing.T) {
	for text, want := range map[string]string{
		"daily": "daily", "Every day": "daily", "weekdays": "weekdays", "Mon-Fri": "weekdays", "mon, tue, wed, thu and fri": "weekdays",
		"Mondays": "monday", "Mon, Wed & Fri": "monday wednesday friday", "Tuesday to Thursday": "tuesday wednesday thursday",
		"Fri - Mon": "monday friday saturday sunday", "Thurs": "thursday", "monday to sunday": "daily", "weekends": "saturday sunday",
		"on Monday and on Thursday": "monday thursday", "sun": "sunday",
	} {
		if got, ok := parseDays(text); !ok || got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"", "none", "no days", "13", "mo", "to", "Monday or so", "tomorrow"} {
		if got, ok := parseDays(text); ok {
			t.Errorf("%q is %q, want nothing", text, got)
		}
	}
}

func TestDaysAreReadAsKept(t *testing.T) {
	ci := &CheckIn{Days: "monday thursday"}
	var on []time.Weekday
	for d := time.Sunday; d <= time.Saturday; d++ {
		if ci.on(d) {
			on = append(on, d)
		}
	}
	if !reflect.DeepEqual(on, []time.Weekday{time.Monday, time.Thursday}) {
		t.Errorf("it is on %v", on)
	}
}
