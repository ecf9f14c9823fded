package usage

// meter tells the caller how far an import is.
type meter struct {
	done, total int64
	tell        func(done, total int64)
}

func newMeter(inputs []input, tell func(done, total int64)) *meter {
	m := &meter{tell: tell}
	for _, in := range inputs {
		m.total += in.size
	}
	if tell != nil {
		tell(0, m.total)
	}
	return m
}

func (m *meter) add(size int64) {
	m.done = min(m.done+size, m.total)
	if m.tell != nil {
		m.tell(m.done, m.total)
	}
}
