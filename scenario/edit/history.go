package edit

// MaxSteps bounds how far a History goes back.
const MaxSteps = 100

// maxBytes bounds what the texts of a History hold together.
const maxBytes = 16 << 20

// History has the texts that an editing went through, to go back and forth. The zero
// value has none. It is not safe for use by several at once.
type History struct {
	texts [][]byte
	at    int // the text that is current
	bytes int
}

// Push makes a text the current one. What was undone is forgotten, and of the oldest
// what is too much. The same text again changes nothing.
func (h *History) Push(text []byte) {
	if len(h.texts) > 0 {
		if Hash(h.texts[h.at]) == Hash(text) {
			return
		}
		for _, undone := range h.texts[h.at+1:] {
			h.bytes -= len(undone)
		}
		clear(h.texts[h.at+1:])
		h.texts = h.texts[:h.at+1]
	}
	h.texts, h.bytes = append(h.texts, text), h.bytes+len(text)
	for len(h.texts) > MaxSteps+1 || len(h.texts) > 1 && h.bytes > maxBytes {
		h.bytes -= len(h.texts[0])
		h.texts[0] = nil
		h.texts = h.texts[1:]
	}
	h.at = len(h.texts) - 1
}

// Text is the current text; nil where there is none.
func (h *History) Text() []byte {
	if len(h.texts) == 0 {
		return nil
	}
	return h.texts[h.at]
}

// CanUndo and CanRedo tell whether there is a text before the current one, or after.
func (h *History) CanUndo() bool { return h.at > 0 }
func (h *History) CanRedo() bool { return h.at+1 < len(h.texts) }

// Undo makes the text before the current one current, where there is one.
func (h *History) Undo() {
	if h.CanUndo() {
		h.at--
	}
}

// Redo makes the text after the current one current, where there is one.
func (h *History) Redo() {
	if h.CanRedo() {
		h.at++
	}
}

// Before is the text that Undo would make current; nil where there is none.
func (h *History) Before() []byte {
	if !h.CanUndo() {
		return nil
	}
	return h.texts[h.at-1]
}
