package store

import (
	"errors"

	"azwhatif/ratebook"
)

// attempts is how often cards are looked for anew.
const attempts = 10

// Again does what looks for cards and then reads them, and does it anew where another
// command removed one of them in between: the newest card of its terms is then another
// one, or there is none. FindAll, Meters and Search do so by themselves; it is for a
// caller that chooses among the cards and then loads them.
func Again(do func() error) (err error) {
	for range attempts {
		if err = do(); !errors.Is(err, ratebook.ErrRemoved) {
			break
		}
	}
	return err
}
