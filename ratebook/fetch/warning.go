package fetch

import (
	"cmp"
	"fmt"
	"slices"
)

// warnings collects what is odd in a response: each kind once, with how often
// it came and the first example, so that a card of 40,000 meters has few. First is
// what stands first in the response, at the first step that a kind comes at: meters
// may be joined in any order.
type warnings struct {
	kinds []string
	first map[string]example
	times map[string]int
	now   moment
}

type example struct {
	text string
	at   moment
}

// moment is a step of making a card, the place in the response that it is at, and how
// many warnings that has had before.
type moment struct {
	step   step
	place  uint64
	before int
}

func (a moment) compare(b moment) int {
	return cmp.Or(cmp.Compare(a.step, b.step), cmp.Compare(a.place, b.place), cmp.Compare(a.before, b.before))
}

// The steps of making a card, in their order. Each is gone through from the first
// place to the last, before the next one.
type step int

const (
	reading   step = iota // and adding to the group
	ending                // last days: period.settle
	timing                // timeline.rates
	meaning               // oneMeaning
	attaching             // of plans
	settling              // of prices beside
	checking              // of the whole
)

// at says what the warnings that follow are of.
func (w *warnings) at(s step, place uint64) { w.now = moment{step: s, place: place} }

func (w *warnings) add(kind, text string) {
	if w.times == nil {
		w.first, w.times = map[string]example{}, map[string]int{}
	}
	w.times[kind]++
	have, ok := w.first[kind]
	if !ok {
		w.kinds = append(w.kinds, kind)
	}
	if !ok || w.now.compare(have.at) < 0 {
		w.first[kind] = example{text, w.now}
	}
	w.now.before++
}

// list is each kind as a line, in the order in which they first came.
func (w *warnings) list() (lines []string) {
	slices.SortStableFunc(w.kinds, func(a, b string) int { return w.first[a].at.compare(w.first[b].at) })
	for _, k := range w.kinds {
		switch n, first := w.times[k], w.first[k].text; {
		case first == "":
			lines = append(lines, k)
		case n == 1:
			lines = append(lines, fmt.Sprintf("%s: %s", k, first))
		default:
			lines = append(lines, fmt.Sprintf("%s (%d times): %s, …", k, n, first))
		}
	}
	return lines
}
