package console

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"bounceback/bot"
	"bounceback/coach"
)

// Send shows a message.
func (p *Platform) Send(ctx context.Context, to coach.Address, key string, m coach.Message) error {
	return p.once(to, key, func() error {
		nudge, err := p.unasked(ctx, key)
		if err != nil {
			return err
		}
		return p.face.said(m, nudge)
	})
}

// Hand writes a file into the current folder, or the home folder where that is
// not possible. It overwrites nothing.
func (p *Platform) Hand(_ context.Context, to coach.Address, key, name string, content []byte) error {
	return p.once(to, key, func() error {
		file, err := p.write(name, content)
		if err != nil {
			// Trying again would not help, and they should know.
			return errors.Join(p.face.note(fill(p.words.FileFailed, "folder", p.folder())), fmt.Errorf("%w: %w", bot.ErrRefused, err))
		}
		return p.face.note(fill(p.words.File, "file", file))
	})
}

// once shows what has that key, if it was not shown before.
func (p *Platform) once(to coach.Address, key string, show func() error) error {
	if to != p.address() {
		return fmt.Errorf("console: this is not the chat of the addressee")
	}
	p.mu.Lock()
	_, again := p.shown[key]
	p.shown[key] = struct{}{}
	p.mu.Unlock()
	if again {
		return nil
	}
	err := show()
	if err == nil {
		return nil
	}
	p.mu.Lock()
	delete(p.shown, key)
	p.mu.Unlock()
	if !errors.Is(err, bot.ErrRefused) {
		p.die(err)
	}
	return fmt.Errorf("console: %w", err)
}

// unasked is true when the coach began. The time it did so stands above it.
func (p *Platform) unasked(ctx context.Context, key string) (bool, error) {
	p.mu.Lock()
	hearing := p.hearing
	p.mu.Unlock()
	if hearing || p.people.leftOver(key) {
		return false, nil
	}
	now := p.clock.Now()
	me, err := p.people.Person(ctx, now)
	if err != nil {
		return true, nil // the time is only a help
	}
	return true, p.tell(me, now)
}

// count is how much was shown.
func (p *Platform) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.shown)
}

func (p *Platform) folder() string {
	if p.options.Folder != "" {
		return p.options.Folder
	}
	here, err := os.Getwd()
	if err != nil {
		return "."
	}
	return here
}

// write makes a new file and returns its full name.
func (p *Platform) write(name string, content []byte) (string, error) {
	folders := []string{p.folder()}
	if home, err := os.UserHomeDir(); err == nil {
		folders = append(folders, home)
	}
	var failed []error
	for _, folder := range folders {
		file, err := create(folder, filepath.Base(name), content)
		if err == nil {
			return file, nil
		}
		failed = append(failed, err)
	}
	return "", errors.Join(failed...)
}

// create writes name, or name-2, name-3 … where that is taken.
func create(folder, name string, content []byte) (string, error) {
	extension := filepath.Ext(name)
	for n := 1; ; n++ {
		path := filepath.Join(folder, name)
		if n > 1 {
			path = filepath.Join(folder, strings.TrimSuffix(name, extension)+"-"+strconv.Itoa(n)+extension)
		}
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, os.ErrExist) && n < 10000 {
			continue
		}
		if err != nil {
			return "", err
		}
		_, err = f.Write(content)
		if err = errors.Join(err, f.Close()); err != nil {
			os.Remove(path)
			return "", err
		}
		return path, nil
	}
}
