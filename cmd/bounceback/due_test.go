package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bounceback/coach"
	"bounceback/store"
)

// TestDueCountsRoomsAndLeavesOut: channels are counted, too, and who cannot be
// reached or has stopped is not, though the store would look at them.
func TestDueCountsRoomsAndLeavesOut(t *testing.T) {
	people, err := store.Open(filepath.Join(t.TempDir(), "people.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer people.Close()
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	due := now.Add(90 * time.Minute)
	for id, change := range map[coach.ID]func(*coach.Person){
		"discord:1": func(*coach.Person) {}, "discord:2": func(*coach.Person) {}, "slack:1": func(p *coach.Person) { p.Address.Platform = "slack" },
		"discord:3": func(p *coach.Person) { p.Unreachable = now }, "discord:4": func(p *coach.Person) { p.Stopped = true },
		"discord:5": func(p *coach.Person) { p.CheckIn.Next = now.Add(-time.Hour) },
	} {
		_, err := people.Update(t.Context(), id, "", now, func(p *coach.Person, _ coach.Journal) coach.Change {
			p.Version, p.Address = coach.PersonVersion, &coach.Address{Platform: "discord"}
			p.CheckIn = &coach.CheckIn{Days: "daily", At: "13:30", Next: due}
			change(p)
			return coach.Change{Due: p.CheckIn.Next}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	at := coach.Address{Platform: "discord", To: "c"}
	err = people.UpdateRoom(t.Context(), at.Room(), now, func(r *coach.Room) coach.RoomChange {
		r.Version, r.Address, r.Zone, r.On, r.Plan = coach.RoomVersion, at, "UTC", true, coach.CheckIn{Days: "daily", At: "14:05", Next: now.Add(125 * time.Minute)}
		return coach.RoomChange{Due: r.Plan.Next}
	})
	if err != nil {
		t.Fatal(err)
	}
	mind, err := newCoach(Config{}, "")
	if err != nil {
		t.Fatal(err)
	}
	counts, err := countDue(t.Context(), people, mind, now, 3*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	tellDue(&out, counts, 3, time.UTC)
	const want = `hour (UTC)            kind      platform  count
now                   check-in  discord   1
Mon 2026-03-02 13:00  check-in  discord   2
Mon 2026-03-02 13:00  check-in  slack     1
Mon 2026-03-02 14:00  room      discord   1

In the next 3 hours: 5 (check-in 4, room 1).
`
	if got := out.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s\n%s", got, want, strings.Repeat("-", 20))
	}
}
