package store_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"bounceback/coach"
)

// erase is the turn that a person asks for when all is to be deleted.
func erase(keys ...string) func(*coach.Person, coach.Journal) coach.Change {
	return func(p *coach.Person, _ coach.Journal) coach.Change {
		c := coach.Change{Erase: true, Due: noon}
		for _, key := range keys {
			c.Letters = append(c.Letters, letter(key, "amina", "All is gone."))
		}
		return c
	}
}

// TestAnErasureLeavesNothingInTheFile looks for the words in the bytes of the
// file: bbolt keeps what is deleted on free pages.
func TestAnErasureLeavesNothingInTheFile(t *testing.T) {
	f := open(t)
	const secret = "zanzibar"
	for i := range 300 {
		f.update("amina", fmt.Sprint("a", i), win(secret+" said no", noon, fmt.Sprint("k", i)))
		if i%10 == 0 {
			f.update("bo", fmt.Sprint("b", i), win("mombasa said yes", noon))
		}
	}
	f.note("amina", "dm", "channel "+secret)
	if !bytes.Contains(read(t, f.name), []byte(secret)) {
		t.Fatal("the words are not in the file in the first place")
	}
	f.update("amina", "last", erase("farewell"))
	if n := bytes.Count(read(t, f.name), []byte(secret)); n > 0 {
		t.Errorf("the words are still %d times in the file", n)
	}
	same(t, "unsent", f.unsent(), []string{"farewell"})
	same(t, "due", f.due(noon), []coach.ID{"bo"})
	if p, lines := f.look("amina"); p.Next != 0 || len(lines) != 0 {
		t.Errorf("kept are %+v and %v", p, lines)
	}
	if e := f.export("amina"); strings.Contains(e, secret) || !strings.Contains(e, `"person": null`) {
		t.Errorf("the export is %s", e)
	}
	if _, lines := f.look("bo"); len(lines) != 30 {
		t.Errorf("bo has %d lines left", len(lines))
	}
	if f.update("amina", "last", erase()) {
		t.Error("the event of the erasure counts twice")
	}
	f.Sent("farewell")
	f.close()
	for _, word := range []string{secret, "amina", "farewell"} {
		if n := bytes.Count(read(t, f.name), []byte(word)); n > 0 {
			t.Errorf("after the last letter %q is still %d times in the file", word, n)
		}
	}
	f.open()
	f.update("amina", "new", win("a new beginning", noon))
}

// TestAnErasureThatWasInterrupted brings pages back as they were after the commit
// and before the scrub.
func TestAnErasureThatWasInterrupted(t *testing.T) {
	f := open(t)
	for i := range 50 {
		f.update("amina", "", win("zanzibar said no", noon, fmt.Sprint("k", i)))
	}
	before := read(t, f.name)
	f.update("amina", "", erase())
	name := f.name + ".copy"
	after := read(t, f.name)
	for at := 2 * pageSize; at < len(after) && at < len(before); at += pageSize {
		page := after[at : at+pageSize]
		if bytes.Equal(page, make([]byte, pageSize)) {
			copy(page, before[at:at+pageSize])
		}
	}
	if !bytes.Contains(after, []byte("zanzibar")) {
		t.Fatal("nothing was scrubbed in the first place")
	}
	if err := os.WriteFile(name, after, 0o600); err != nil {
		t.Fatal(err)
	}
	g := &file{t: t, name: name}
	g.open()
	if bytes.Contains(read(t, name), []byte("zanzibar")) {
		t.Error("the words are back")
	}
	if err := g.Check(t.Context()); err != nil {
		t.Error(err)
	}
	g.close()
}

// TestTenThousandLines reads, exports and erases a long journal.
func TestTenThousandLines(t *testing.T) {
	const n = 10_000
	f := open(t)
	f.update("amina", "", manyLines(n))
	f.update("amina", "", win("one more", noon))
	p, lines := f.look("amina")
	if len(lines) != n+1 || lines[0].Seq != 0 || lines[n].Words["win"] != "one more" || p.Next != n+1 {
		t.Errorf("there are %d lines", len(lines))
	}
	f.update("amina", "", func(_ *coach.Person, j coach.Journal) coach.Change {
		for e := range j.Newest() {
			if e.Seq != n {
				t.Errorf("the newest line is %d", e.Seq)
			}
			break
		}
		return coach.Change{Undone: []uint64{n / 2}}
	})
	if e := f.export("amina"); strings.Count(e, `"seq"`) != n || !strings.Contains(e, `"seq": 9999`) {
		t.Errorf("the export has %d lines", strings.Count(e, `"seq"`))
	}
	f.update("amina", "", erase())
	if _, lines := f.look("amina"); len(lines) > 0 {
		t.Errorf("%d lines are left", len(lines))
	}
}

func manyLines(n int) func(*coach.Person, coach.Journal) coach.Change {
	return func(p *coach.Person, _ coach.Journal) (c coach.Change) {
		for range n {
			c.Entries = append(c.Entries, coach.Entry{Seq: p.Next, At: noon, Kind: coach.Application,
				Words: map[string]string{"company": "Siemens", "role": "data engineer"}})
			p.Next++
		}
		return c
	}
}

const export = `{
  "about": "Everything that Bounceback keeps about one person: what they told it, settings and open conversations (person), what was logged, oldest first (journal), messages that are still on their way (letters_not_sent_yet), and what the connection to the platform has to remember of them, such as the channel of their direct messages (notes). Times are in ISO 8601.",
  "id": "amina",
  "person": {
    "version": 1,
    "name": "Amina <3",
    "next_entry": 1
  },
  "next_look": "2026-03-03T12:00:00Z",
  "journal": [
    {
      "seq": 0,
      "at": "2026-03-02T12:00:00Z",
      "kind": "win",
      "words": {
        "win": "my CV & I"
      }
    }
  ],
  "letters_not_sent_yet": [
    {
      "key": "k1",
      "person": "amina",
      "to": {
        "platform": "test",
        "to": "amina"
      },
      "message": {
        "text": "Nice."
      },
      "written": "2026-03-02T12:00:00Z"
    }
  ],
  "notes": {
    "dm": "C1",
    "mark": "/w=="
  }
}
`

func TestAnExportIsForPeopleToRead(t *testing.T) {
	f := open(t)
	f.update("bo", "", win("not in there", noon))
	f.update("amina", "", func(p *coach.Person, j coach.Journal) coach.Change {
		c := win("my CV & I", noon.AddDate(0, 0, 1))(p, j)
		p.Version, p.Name, p.Serial = 1, "Amina <3", 0
		c.Letters = []coach.Letter{letter("k0", "amina", "sent"), letter("k1", "amina", "Nice.")}
		return c
	})
	f.Sent("k0")
	f.note("amina", "dm", "C1")
	f.note("amina", "mark", "\xff")
	f.note("bo", "dm", "C2")
	if got := f.export("amina"); got != export {
		t.Errorf("%s", got)
	}
}
