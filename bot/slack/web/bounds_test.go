package web

import (
	"fmt"
	"testing"
	"time"
)

// TestNothingGrowsWithoutEnd: channels, letters and workspaces are forgotten.
func TestNothingGrowsWithoutEnd(t *testing.T) {
	b := newBudgets(1e6)
	for i := range 5 * maxChannels {
		if err := b.wait(t.Context(), "conversations.info", fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(b.channels); n > 2*maxChannels {
		t.Errorf("%d channels are kept", n)
	}
	m := newMemory(100)
	for i := range 1000 {
		m.note(fmt.Sprint(i), fate{ts: "1.1", unsure: false})
		m.note(fmt.Sprint("u", i/50), fate{unsure: true})
	}
	if n := len(m.fates); n > 100 {
		t.Errorf("%d letters are kept", n)
	}
	if !m.of("u19").unsure || !m.of("u1").unsure {
		t.Error("what is unsure went before what is certain")
	}
	a, err := New(Options{Tokens: Plain("xoxb")})
	if err != nil {
		t.Fatal(err)
	}
	for i := range maxWorkspaces + 10 {
		if _, err := a.Workspace(t.Context(), fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(a.spaces); n > maxWorkspaces {
		t.Errorf("%d workspaces are kept", n)
	}
}

// TestOldFatesGo: nobody asks for a letter of yesterday.
func TestOldFatesGo(t *testing.T) {
	m := newMemory(2)
	m.note("a", fate{unsure: true})
	m.fates["a"] = fate{unsure: true, at: time.Now().Add(-2 * sentFor)}
	m.note("b", fate{ts: "1.1"})
	m.note("c", fate{ts: "1.1"})
	if m.of("a").unsure {
		t.Error("it is still known")
	}
}
