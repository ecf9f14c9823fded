package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
)

// TestStream writes objects element by element and at once: the same bytes.
func TestStream(t *testing.T) {
	type inner struct {
		Name  string   `json:"name"`
		Lines []string `json:"lines,omitzero"`
		Tail  int      `json:"tail"`
	}
	type outer struct {
		Text  string  `json:"text"`
		Cases []inner `json:"cases"`
		Tail  string  `json:"tail"`
	}
	trap := "\n  \"cases\": []\n      \"lines\": [] <&>"
	for _, whole := range []outer{
		{trap, []inner{}, trap},
		{trap, []inner{{trap, nil, 1}}, trap},
		{trap, []inner{{trap, []string{}, 1}, {trap, []string{trap}, 2}, {trap, []string{"a", "b"}, 3}}, ""},
	} {
		var want, got bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(whole); err != nil {
			t.Fatal(err)
		}
		out := newStream(&got)
		out.object(0, outer{whole.Text, []inner{}, whole.Tail}, "cases", len(whole.Cases), func(i int) {
			k := whole.Cases[i]
			head := k
			if k.Lines != nil {
				head.Lines = []string{}
			}
			out.object(2, head, "lines", len(k.Lines), func(i int) { out.value(4, k.Lines[i]) })
		})
		if err := out.end(); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("%s\nwant\n%s", got.String(), want.String())
		}
	}
}

// full is a disk without room.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

// TestStreamStops writes where there is no room: no more than a buffer's worth
// of elements is asked for.
func TestStreamStops(t *testing.T) {
	asked := 0
	out := newStream(full{})
	out.object(0, map[string][]int{"cases": {}}, "cases", 1<<20, func(i int) {
		asked++
		out.value(2, i)
	})
	if err := out.end(); !errors.Is(err, errFull) || asked > 1<<15 {
		t.Errorf("%v after %d elements", err, asked)
	}
}
