package scenario

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"azwhatif/ratebook/size"
)

// SeriesWord is a word for series of sizes that the catalogue built in does not have: a
// newer catalogue may.
type SeriesWord struct {
	Pos
	Word string
}

// seriesShape is what a new series may be called: Dsv9.
var seriesShape = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{0,20}v[0-9]{1,2}$`)

// series reads words for series, and holds them to the catalogue that is built in. What
// may be a newer one's is held to that which is in force, once it is known: SeriesThere.
func (r *reader) series(list []text) []string {
	return values(r, list, func(s string) (string, error) {
		word := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(s), "-series"), " Series")
		err := SeriesIn(size.BuiltIn(), word)
		if err != nil && seriesShape.MatchString(word) {
			line := list[slices.IndexFunc(list, func(t text) bool { return t.value == s })].line
			r.newSeries = append(r.newSeries, SeriesWord{Pos{r.file, line}, word})
			err = nil
		}
		return word, err
	})
}

// SeriesIn is an error where no size of a catalogue is of a series.
func SeriesIn(c *size.Catalogue, word string) error {
	all := map[string]bool{}
	for i := range c.Sizes {
		if c.Sizes[i].IsOf(word) {
			return nil
		}
		all[c.Sizes[i].Line()] = true
	}
	return fmt.Errorf("no size of the catalogue of %s is of the series %q%s", c.Date, word, nearestName(word, slices.Sorted(maps.Keys(all))))
}

// SeriesThere is an error, with file and line, where the scenario names series that the
// catalogue in force does not have.
func (s *Scenario) SeriesThere() error {
	var wrong []error
	for _, w := range s.NewSeries {
		if err := SeriesIn(s.Catalogue(), w.Word); err != nil {
			wrong = append(wrong, w.Errorf("%w", err))
		}
	}
	return errors.Join(wrong...)
}
