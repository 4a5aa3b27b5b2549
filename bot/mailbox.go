package bot

import (
	"context"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"strings"

	"bounceback/coach"
	"bounceback/coach/understand"
)

// hear queues what a platform heard behind what the same person did before. It
// blocks while the backlog is full, until ctx ends.
func (b *Bot) hear(ctx context.Context, h Heard) {
	select {
	case b.room <- struct{}{}:
	default:
		select {
		case b.room <- struct{}{}:
		case <-ctx.Done():
			h.done(ctx.Err())
			return
		}
	}
	if !b.queue(h.From, func() { b.answer(h) }) {
		h.done(ErrClosed)
	}
}

// queue puts a job into a person's queue. The caller has taken room for it,
// which is given back when the job is done or refused.
func (b *Bot) queue(id coach.ID, job func()) bool {
	queued := b.mail.add(id, func() {
		b.slots <- struct{}{}
		defer func() {
			if v := recover(); v != nil {
				b.log.LogAttrs(b.work, slog.LevelError, "a job broke off", b.hide.of(id), slog.Any("err", panicked(v, debug.Stack())))
			}
			<-b.slots
			<-b.room
		}()
		job()
	})
	if !queued {
		<-b.room
	}
	return queued
}

// done tells the platform how it went.
func (h *Heard) done(err error) {
	if h.Done != nil {
		h.Done(err)
	}
}

// read makes the Reading of free text and of a command's words. It takes the
// most time of a turn and so stays outside the store's transaction.
func (b *Bot) read(h *coach.Heard) (err error) {
	text := h.Text
	if h.Command != "" {
		text = wordsOf(h.Args)
	}
	if text == "" {
		return nil
	}
	defer func() {
		if v := recover(); v != nil {
			h.Reading = understand.Reading{}
			err = panicked(v, debug.Stack())
		}
	}()
	h.Reading = b.reader.Read(text)
	return nil
}

// wordsOf are the words of a command: those without a name first, then the
// options in the order of their names.
func wordsOf(args map[string]string) string {
	switch len(args) {
	case 0:
		return ""
	case 1:
		for _, words := range args {
			return words
		}
	}
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(args)) {
		if words := args[name]; words != "" {
			lines = append(lines, words)
		}
	}
	return strings.Join(lines, "\n")
}
