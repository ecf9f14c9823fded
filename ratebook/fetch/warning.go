package fetch

import "fmt"

// warnings collects what is odd in a response: each kind once, with how often
// it came and the first example, so that a card of 40,000 meters has few.
type warnings struct {
	kinds []string
	first map[string]string
	times map[string]int
}

func (w *warnings) add(kind, example string) {
	if w.times == nil {
		w.first, w.times = map[string]string{}, map[string]int{}
	}
	if w.times[kind]++; w.times[kind] == 1 {
		w.kinds = append(w.kinds, kind)
		w.first[kind] = example
	}
}

// list is each kind as a line, in the order in which they first came.
func (w *warnings) list() (lines []string) {
	for _, k := range w.kinds {
		switch n := w.times[k]; {
		case w.first[k] == "":
			lines = append(lines, k)
		case n == 1:
			lines = append(lines, fmt.Sprintf("%s: %s", k, w.first[k]))
		default:
			lines = append(lines, fmt.Sprintf("%s (%d times): %s, …", k, n, w.first[k]))
		}
	}
	return lines
}
