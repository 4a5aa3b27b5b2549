package bot

import (
	"context"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"
)

// everyMinute ticks, and logs the counts once an hour, until ctx ends. The
// function it returns waits until no tick is at work any more.
func (b *Bot) everyMinute(ctx context.Context) (stop func()) {
	log := cronLog{b.log}
	// SkipIfStillRunning must stand outermost: inside Recover it would lose its
	// token to a panic and skip for ever.
	jobs := cron.New(cron.WithLogger(log), cron.WithChain(cron.SkipIfStillRunning(log), cron.Recover(log)))
	jobs.Schedule(cron.Every(time.Minute), cron.FuncJob(func() {
		if err := b.Tick(ctx); err != nil && ctx.Err() == nil {
			b.log.LogAttrs(ctx, slog.LevelError, "tick failed", slog.Any("err", err))
		}
	}))
	jobs.Schedule(cron.Every(time.Hour), cron.FuncJob(b.logCounts))
	jobs.Start()
	return func() { <-jobs.Stop().Done() }
}

// cronLog tells what cron has to tell, but not what a panic threw: that may
// hold a person's words.
type cronLog struct{ *slog.Logger }

func (l cronLog) Info(msg string, _ ...any) {
	l.LogAttrs(context.Background(), slog.LevelDebug, "cron: "+msg)
}

func (l cronLog) Error(_ error, msg string, _ ...any) {
	l.LogAttrs(context.Background(), slog.LevelError, "cron: "+msg)
}
