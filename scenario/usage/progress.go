package usage

import (
	"sync"
	"time"
)

// meter tells the caller how far an import is.
type meter struct {
	mu          sync.Mutex
	done, total int64
	tell        func(done, total int64)
}

func newMeter(inputs []input, tell func(done, total int64)) *meter {
	m := &meter{tell: tell}
	for _, in := range inputs {
		m.total += in.size
	}
	m.add(0)
	return m
}

// add counts bytes that are done with.
func (m *meter) add(size int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done = min(m.done+size, m.total)
	if m.tell != nil {
		m.tell(m.done, m.total)
	}
}

// watch tells, while a file is being read, how much of it is done, by what the
// process has read since: DuckDB does not say, and so this is an estimate. The
// returned function ends it.
func (m *meter) watch(size int64) (stop func()) {
	before, ok := bytesRead()
	if m.tell == nil || !ok {
		return func() {}
	}
	done, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				now, _ := bytesRead()
				m.mu.Lock()
				m.tell(min(m.done+min(now-before, size), m.total), m.total)
				m.mu.Unlock()
			}
		}
	}()
	return func() { close(done); <-over }
}
