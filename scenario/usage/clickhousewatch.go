package usage

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// DefaultQuiet is how long a query may go on without a further row read or sent,
// where a Warehouse does not say.
const DefaultQuiet = 2 * time.Minute

// wordEvery is how often is told that nothing new came.
const wordEvery = 10 * time.Second

// silentError is a query of which nothing more was heard.
type silentError struct{ after time.Duration }

func (e *silentError) Error() string {
	return fmt.Sprintf("nothing more was read for %s, as where a shard hangs, and without all shards there is no total: look at the servers, or wait longer with clickhouse.timeout (AZWHATIF_CLICKHOUSE_TIMEOUT)", e.after)
}

// life is what a query gives a sign of.
type life struct {
	rows atomic.Int64 // read by the servers
	last atomic.Int64 // time of the last sign, in nanoseconds
}

func (l *life) sign() { l.last.Store(time.Now().UnixNano()) }

// watched gives a context that ends where a query falls silent; stop ends the
// watch. A server that hangs still has its connection, and a coordinator that
// waits for one sends progress without rows: neither is a sign of life.
//
// Note: a deadline would become a setting, max_execution_time, which a user who
// may only read cannot state.
func (w *warehouse) watched(parent context.Context) (ctx context.Context, l *life, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	l = &life{}
	l.sign()
	ctx = clickhouse.Context(ctx, clickhouse.WithProgress(func(p *clickhouse.Progress) {
		if p.Rows > 0 {
			l.rows.Add(int64(p.Rows))
			l.sign()
		}
	}))
	over := make(chan struct{})
	go func() {
		quiet := w.Quiet
		if quiet <= 0 {
			quiet = DefaultQuiet
		}
		tick := time.NewTicker(min(time.Second, quiet/4))
		defer tick.Stop()
		for told := time.Duration(0); ; {
			select {
			case <-over:
				return
			case <-tick.C:
			}
			silent := time.Since(time.Unix(0, l.last.Load()))
			switch {
			case silent >= quiet:
				cancel(&silentError{quiet})
				return
			case silent < wordEvery:
				told = 0
			case silent >= told+wordEvery:
				told = silent.Truncate(wordEvery)
				if w.Tell != nil {
					w.Tell(fmt.Sprintf("%s: waiting; %d rows are read, and nothing more for %s (given up after %s)", w.name(), l.rows.Load(), told, quiet))
				}
			}
		}
	}()
	return ctx, l, func() { close(over); cancel(nil) }
}
