package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"azwhatif/internal/atomicfile"
)

// interrupted is the one word of a command that was interrupted.
const interrupted = "azwhatif: interrupted"

// grace is how long a command may take to stop by itself, as its context asks.
const grace = 500 * time.Millisecond

// interruptible gives a context that ends at the first Ctrl-C (or SIGTERM, or
// SIGHUP). Commands stop by themselves then. One that does not, as within an
// engine that cannot be asked to, is ended when grace is over, and by the second
// Ctrl-C at once; what is not finished is removed.
func interruptible(parent context.Context) context.Context {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // nohup
		signal.Notify(signals, syscall.SIGHUP)
	}
	go func() {
		<-signals
		cancel(errors.New("interrupted"))
		select {
		case <-signals:
		case <-time.After(grace):
		}
		atomicfile.Abandon()
		fmt.Fprintln(os.Stderr, interrupted)
		os.Exit(exitInterrupted)
	}()
	return ctx
}
