package web

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"sync"
	"time"
)

// patience is how long a page waits for a task before it shows how the task goes on.
const patience = 1500 * time.Millisecond

// mostTasks are kept, with their results.
const mostTasks = 24

// errStopped is the error of a task that was stopped by a person.
var errStopped = errors.New("stopped")

// A task is work that may take longer than a person waits: reading imports, pricing,
// drawing, fetching. It goes on when its page is left, until it is stopped.
type task struct {
	id, key string
	Name    string // what is done
	begun   time.Time
	cancel  context.CancelCauseFunc
	done    chan struct{}

	mu   sync.Mutex
	said []string

	result any // once it is done
	err    error
	gone   func() // called when the task is no longer kept; may be nil
}

// say tells how far the task is.
func (t *task) say(line string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.said = append(t.said, line)
}

// Said are the lines so far.
func (t *task) Said() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.said)
}

// Over tells whether the task is done.
func (t *task) Over() bool {
	select {
	case <-t.done:
		return true
	default:
		return false
	}
}

// Seconds since it began.
func (t *task) Seconds() int { return int(time.Since(t.begun).Seconds()) }

// ID names the task in addresses.
func (t *task) ID() string { return t.id }

// wait waits a while for the task to be done.
func (t *task) wait(ctx context.Context, most time.Duration) bool {
	select {
	case <-t.done:
		return true
	case <-ctx.Done():
	case <-time.After(most):
	}
	return t.Over()
}

// desk keeps the tasks, the latest used last.
type desk struct {
	ctx context.Context
	log *slog.Logger
	mu  sync.Mutex
	all []*task
}

func newDesk(ctx context.Context, log *slog.Logger) *desk { return &desk{ctx: ctx, log: log} }

// do gives the task of a key, and begins it where there is none, or one that failed.
func (d *desk) do(key, name string, work func(context.Context, *task) (any, error)) *task {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i := slices.IndexFunc(d.all, func(t *task) bool { return t.key == key && !(t.Over() && t.err != nil) }); i >= 0 {
		t := d.all[i]
		d.all = append(slices.Delete(d.all, i, i+1), t)
		return t
	}
	ctx, cancel := context.WithCancelCause(d.ctx)
	t := &task{id: rand.Text(), key: key, Name: name, begun: time.Now(), cancel: cancel, done: make(chan struct{})}
	d.all = append(d.all, t)
	for i := 0; i < len(d.all) && len(d.all) > mostTasks; {
		if t := d.all[i]; t.Over() {
			d.all = slices.Delete(d.all, i, i+1)
			if t.gone != nil {
				t.gone()
			}
		} else {
			i++
		}
	}
	go func() {
		defer close(t.done)
		defer cancel(nil)
		defer func() { // one page's fault is not the end of all others
			if fault := recover(); fault != nil {
				d.log.Error(name, "fault", fault, "at", string(debug.Stack()))
				t.err = fmt.Errorf("the program has a fault here, and could not finish: %v", fault)
			}
		}()
		t.result, t.err = work(ctx, t)
		if ctx.Err() != nil && t.err != nil {
			t.err = context.Cause(ctx)
		}
	}()
	return t
}

// close waits for the tasks to end, whose context has ended, and lets all go.
func (d *desk) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	most := time.After(closing)
	for _, t := range d.all {
		select {
		case <-t.done:
		case <-most:
			most = closed
		}
	}
	for _, t := range d.all {
		if t.gone != nil {
			t.gone()
		}
	}
	d.all = nil
}

// closed is a time that is over.
var closed = func() <-chan time.Time { c := make(chan time.Time); close(c); return c }()

// find gives the task of an id; nil where it is no longer kept.
func (d *desk) find(id string) *task {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i := slices.IndexFunc(d.all, func(t *task) bool { return t.id == id }); i >= 0 {
		return d.all[i]
	}
	return nil
}

// working is the page of a task that goes on.
type working struct {
	page
	Task *task
	Back string // where to go when it is done
}

// wait shows how a task goes on, at the address that asked for it: it is asked for again
// until the task is done.
func (s *Server) wait(w http.ResponseWriter, r *http.Request, t *task) {
	s.view(w, r, http.StatusOK, "working", &working{page{Title: t.Name, Refresh: 1, To: r.URL.RequestURI()}, t, r.URL.RequestURI()})
}

// task tells a script how far a task is.
func (s *Server) task(w http.ResponseWriter, r *http.Request) {
	t := s.tasks.find(r.PathValue("id"))
	state := struct {
		Over bool     `json:"over"`
		Said []string `json:"said"`
	}{Over: true, Said: []string{}}
	if t != nil {
		state.Over, state.Said = t.Over(), append(state.Said, t.Said()...)
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(state) // the reader is gone
}

// stopTask stops a task.
func (s *Server) stopTask(w http.ResponseWriter, r *http.Request) {
	t := s.tasks.find(r.PathValue("id"))
	if t == nil {
		s.fault(w, r, http.StatusNotFound, "The work is over", errors.New("there is nothing to stop"))
		return
	}
	t.cancel(errStopped)
	t.wait(r.Context(), patience)
	s.view(w, r, http.StatusOK, "stopped", &working{page{Title: "Stopped"}, t, back(r.FormValue("back"))})
}

// back is an address of this server's; the front page where it is not one.
func back(to string) string {
	if len(to) > 1 && to[0] == '/' && to[1] != '/' && to[1] != '\\' {
		return to
	}
	return "/"
}
