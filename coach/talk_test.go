package coach_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"bounceback/coach"
	"bounceback/coach/page"
	"bounceback/coach/understand"
)

var update = flag.Bool("update", false, "rewrite the Coach: lines of the golden conversations")

// talkStart is when a conversation begins that sets no clock: a Monday evening.
var talkStart = time.Date(2026, 3, 2, 18, 20, 0, 0, time.UTC)

// talk plays one golden conversation and returns it with the coach's real
// answers in place.
type talk struct {
	t       *testing.T
	c       *coach.Coach
	r       *understand.Reader
	m       memory
	now     time.Time
	loc     *time.Location
	choices []coach.Choice
	earlier []coach.Choice // of the question before, for taps on old messages
	room    *coach.Room    // the one room of a conversation
	posted  []coach.Choice // of its last post
	out     strings.Builder
}

func (k *talk) play(script string) string {
	for _, line := range strings.Split(strings.TrimRight(script, "\n"), "\n") {
		switch {
		case strings.HasPrefix(line, "@ "):
			k.out.WriteString(line + "\n")
			k.clock(strings.TrimSpace(line[2:]))
		case strings.HasPrefix(line, "You:"):
			k.out.WriteString(line + "\n")
			k.hear(strings.TrimSpace(strings.TrimPrefix(line, "You:")))
		case strings.HasPrefix(line, "In a workspace:"):
			k.out.WriteString(line + "\n")
			k.turn(k.heard(strings.TrimSpace(strings.TrimPrefix(line, "In a workspace:")), true))
		case line == "Home:":
			k.out.WriteString(line + "\n")
			k.home()
		case strings.HasPrefix(line, "Tap:"), strings.HasPrefix(line, "Old tap:"):
			k.out.WriteString(line + "\n")
			k.tap(line)
		case strings.HasPrefix(line, "Broken:"):
			k.out.WriteString(line + "\n")
			k.broken(strings.TrimSpace(strings.TrimPrefix(line, "Broken:")))
		case k.inRoom(line):
		case strings.HasPrefix(line, "#"):
			k.out.WriteString(line + "\n")
		case strings.HasPrefix(line, "Coach:"), strings.HasPrefix(line, "Room:"), strings.HasPrefix(line, "       "), strings.TrimSpace(line) == "":
			// the coach's lines are made anew
		default:
			k.t.Fatalf("a line that is neither You:, In a workspace:, Home:, Tap:, Old tap:, Broken:, In the room:, As a guest:, Room tap:, Coach:, Room:, @ nor #: %q", line)
		}
	}
	return k.out.String()
}

// hear says a line.
func (k *talk) hear(text string) { k.turn(k.heard(text, false)) }

// heard is a line as the bot hands it over. "\n" in it is a line break.
func (k *talk) heard(text string, overseen bool) coach.Heard {
	text = strings.ReplaceAll(text, `\n`, "\n")
	h, ok := k.c.Command(text)
	if !ok {
		h = coach.Heard{Text: text}
	}
	h.Reading, h.Overseen = k.r.Read(h.Words()), overseen
	return h
}

// home opens the home screen, which changes nothing.
func (k *talk) home() {
	p, j := k.m.load(k.t)
	before, err := json.Marshal(p)
	if err != nil {
		k.t.Fatal(err)
	}
	k.said(coach.Turn{Messages: k.c.Home(p, shelf{j, k.room}, k.now)}, "")
	if after, _ := json.Marshal(p); string(after) != string(before) {
		k.t.Errorf("looking at home changed the person:\n%s\n%s", before, after)
	}
}

// broken says a line to a coach whose program or store has failed.
func (k *talk) broken(text string) {
	p, _ := k.m.load(k.t)
	k.said(coach.Turn{Messages: k.c.Fallback(k.r.Read(text), p.Country, k.now)}, "")
	k.now = k.now.Add(time.Minute)
}

// tap takes a choice by its label.
func (k *talk) tap(line string) {
	who, label, _ := strings.Cut(line, ":")
	from := k.choices
	if who == "Old tap" {
		from = k.earlier
	}
	label = strings.Trim(strings.TrimSpace(label), "[]")
	for _, c := range from {
		if c.Label == label {
			k.turn(coach.Heard{Tap: c.Key})
			return
		}
	}
	k.t.Errorf("there is no choice [%s] to tap; there are %v", label, labels(from))
	k.out.WriteString("       (no such choice)\n")
}

func (k *talk) turn(h coach.Heard) {
	p, j := k.m.load(k.t)
	before := placeOf(p)
	turn := k.c.Hear(p, h, shelf{j, k.room}, k.now)
	k.said(turn, "")
	k.toRoom(turn)
	k.check(p, turn, before)
	k.m.save(k.t, p, j, turn)
	k.now = k.now.Add(time.Minute)
	k.zone(p)
}

func placeOf(p *coach.Person) string {
	if p.Place == nil {
		return ""
	}
	return p.Place.Page + "#" + p.Place.Step
}

// check holds what must be true after any turn.
func (k *talk) check(p *coach.Person, turn coach.Turn, before string) {
	if len(turn.Messages) == 0 {
		k.t.Errorf("no answer (at %q)", before)
	}
	for _, m := range turn.Messages {
		if strings.ContainsAny(m.Text, "{}") {
			k.t.Errorf("a brace in: %s", m.Text)
		}
	}
	for _, e := range turn.Events {
		if e == coach.LostPlace && !k.gone(before) {
			k.t.Errorf("lost the place (at %q)", before)
		}
	}
}

// gone tells whether a place is of pages that are not there any more.
func (k *talk) gone(place string) bool {
	name, step, ok := strings.Cut(place, "#")
	pg := k.c.Book(coach.English).Pages[name]
	return ok && (pg == nil || pg.Step(step) == nil)
}

func (k *talk) zone(p *coach.Person) {
	if loc, err := time.LoadLocation(p.TimeZone); err == nil {
		k.loc = loc
	}
}

// links finds what can be followed, and moments. A conversation is read in their
// words; TestATimeIsAMoment and TestAPlaceOfHelpCanBeFollowed look at the links.
var links = regexp.MustCompile(`\[([^\]]*)\]\((?:time:\d+|https://[^)]*)\)`)

// clock moves the time, and plays the nudges that come due on the way.
func (k *talk) clock(to string) {
	target := k.target(to)
	for {
		p, j := k.m.load(k.t)
		n, due, ok := k.c.NextNudge(p, k.now)
		if k.post(min(target.Unix(), unixOr(due, ok, target))) {
			continue
		}
		if !ok || due.After(target) {
			break
		}
		if due.After(k.now) {
			k.now = due
		}
		before := placeOf(p)
		turn := k.c.Nudge(p, n, shelf{j, k.room}, k.now)
		k.said(turn, "(nudge) ")
		if len(turn.Messages) > 0 { // else a page waits for a better day
			k.check(p, turn, before)
		}
		k.m.save(k.t, p, j, turn)
		k.now = k.now.Add(time.Minute)
	}
	if target.After(k.now) {
		k.now = target
	}
}

func (k *talk) target(to string) time.Time {
	if rest, ok := strings.CutPrefix(to, "+"); ok {
		n, err := strconv.Atoi(rest[:len(rest)-1])
		must(k.t, err)
		switch rest[len(rest)-1] {
		case 'h':
			return k.now.Add(time.Duration(n) * time.Hour)
		case 'd':
			return k.now.AddDate(0, 0, n)
		case 'm':
			return k.now.Add(time.Duration(n) * time.Minute)
		case 'w':
			return k.now.AddDate(0, 0, 7*n)
		}
		k.t.Fatalf("unknown unit in @ %s: take m, h, d or w", to)
	}
	for _, layout := range []string{"Mon 2006-01-02 15:04", "2006-01-02 15:04"} {
		if at, err := time.ParseInLocation(layout, to, k.loc); err == nil {
			return at
		}
	}
	k.t.Fatalf("cannot read the time in: @ %s", to)
	return time.Time{}
}

// playFile plays one txtar and returns it with the coach's real answers.
func playFile(t *testing.T, name string, ar *txtar.Archive) *txtar.Archive {
	k := &talk{t: t, c: newCoach(t), r: newReader(t), now: talkStart, loc: time.UTC}
	out := &txtar.Archive{Comment: ar.Comment}
	for _, f := range ar.Files {
		data := f.Data
		switch f.Name {
		case "person":
			var p coach.Person
			must(t, json.Unmarshal(f.Data, &p))
			k.m.person = f.Data
			k.zone(&p)
			k.now = time.Date(2026, 3, 2, 18, 20, 0, 0, k.loc)
		case "journal":
			must(t, json.Unmarshal(f.Data, &journal{}))
			k.m.journal = f.Data
		case "room":
			k.room = &coach.Room{}
			must(t, json.Unmarshal(f.Data, k.room))
		case "talk":
			data = []byte(k.play(string(f.Data)))
		case "person after":
			data = k.after(f.Data)
		case "journal after":
			_, j := k.m.load(t)
			data = jsonLines(t, j)
		default:
			t.Fatalf("%s: unknown section %q: take person, journal, room, talk, person after, journal after", name, f.Name)
		}
		out.Files = append(out.Files, txtar.File{Name: f.Name, Data: data})
	}
	return out
}

// after shows those fields of the person that the file names.
func (k *talk) after(want []byte) []byte {
	var asked, have map[string]any
	must(k.t, json.Unmarshal(want, &asked))
	must(k.t, json.Unmarshal(k.m.person, &have))
	got := map[string]any{}
	for name := range asked {
		got[name] = have[name]
	}
	data, err := json.MarshalIndent(got, "", "  ")
	must(k.t, err)
	return append(data, '\n')
}

func jsonLines(t *testing.T, j journal) []byte {
	var b strings.Builder
	b.WriteString("[")
	for i, e := range j {
		if i > 0 {
			b.WriteString(",")
		}
		data, err := json.Marshal(e)
		must(t, err)
		b.WriteString("\n" + string(data))
	}
	b.WriteString("\n]\n")
	return []byte(b.String())
}

// TestTalk plays every golden conversation, and then says which steps none of
// them reached.
func TestTalk(t *testing.T) {
	files, err := filepath.Glob("testdata/talk/*.txtar")
	must(t, err)
	if len(files) == 0 {
		t.Fatal("no golden conversations")
	}
	c := newCoach(t)
	reached := map[*page.Step]bool{}
	c.Trace(func(s *page.Step) { reached[s] = true })
	defer c.Trace(nil)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			must(t, err)
			got := string(txtar.Format(playFile(t, file, ar)))
			want := string(txtar.Format(ar))
			if got == want {
				return
			}
			if *update {
				must(t, os.WriteFile(file, []byte(got), 0o644))
				return
			}
			t.Errorf("%s is told otherwise now (go test ./coach -run Talk -update rewrites it):\n%s", file, firstDifference(want, got))
		})
	}
	if !strings.Contains(flag.Lookup("test.run").Value.String(), "/") {
		for _, line := range unreached(c, reached) {
			t.Error(line)
		}
	}
}

// unreached lists the steps that say something and that no conversation heard.
func unreached(c *coach.Coach, reached map[*page.Step]bool) []string {
	var list []string
	for _, p := range c.Book(coach.English).Pages {
		for _, s := range p.Steps {
			if (len(s.Blocks) > 0 || s.Waits()) && !reached[s] {
				list = append(list, fmt.Sprintf("%s:%d: no conversation reaches #%s. Add one to testdata/talk.", p.File, s.Line, s.Slug))
			}
		}
	}
	sort.Strings(list)
	return list
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		a, b := at(w, i), at(g, i)
		if a != b {
			from := max(0, i-4)
			return fmt.Sprintf("line %d\n%s\nwant: %s\ngot:  %s", i+1, strings.Join(w[from:i], "\n"), a, b)
		}
	}
	return "(same lines)"
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}
