package console

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"bounceback/bot"
	"bounceback/coach"
)

// receiver is a transcript that files can be handed to, with its current and home
// folders.
func receiver(t *testing.T, folder, home string) (*Platform, *bytes.Buffer) {
	t.Helper()
	variable := "HOME"
	if runtime.GOOS == "windows" {
		variable = "USERPROFILE"
	}
	t.Setenv(variable, home)
	c, _ := mind(t)
	var out bytes.Buffer
	p, err := New(Options{Coach: c, In: strings.NewReader(""), Out: &out, Echo: true, Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	return p, &out
}

// TestAFileGoesHome when the current folder takes none, and says where it is.
func TestAFileGoesHome(t *testing.T) {
	home := t.TempDir()
	p, out := receiver(t, filepath.Join(t.TempDir(), "gone"), home)
	if err := p.Hand(context.Background(), p.address(), "k", "../bounceback.json", []byte("{}")); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(home, "bounceback.json")
	if text, err := os.ReadFile(file); err != nil || string(text) != "{}" {
		t.Error(string(text), err)
	}
	if !strings.Contains(out.String(), file) {
		t.Errorf("it says %q", out.String())
	}
}

// TestAFileThatCannotBeWritten is told to the person, and is not tried again and
// again.
func TestAFileThatCannotBeWritten(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "gone")
	p, out := receiver(t, nowhere, nowhere)
	err := p.Hand(context.Background(), p.address(), "k", "bounceback.json", []byte("{}"))
	if !errors.Is(err, bot.ErrRefused) {
		t.Error(err)
	}
	if !strings.Contains(out.String(), "could not be written to "+nowhere) {
		t.Errorf("it says %q", out.String())
	}
	p.answering(true) // the chat goes on
	if err := p.Send(context.Background(), p.address(), "l", coach.Message{Text: "Any time."}); err != nil {
		t.Error(err)
	}
}
