package web

import (
	"context"

	"azwhatif/estimate/compare"
	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// Program is what the page needs of the command. All functions may be called at the same
// time. An error is shown as it is: it says where, what, and what to do.
type Program struct {
	Version string

	// Read reads a scenario file's text, with the usage and the machines that its files
	// bring. said are lines about them: what was read, what was left and why.
	Read func(ctx context.Context, path string, data []byte) (s *scenario.Scenario, said []string, err error)

	// Price compares the cases of a scenario that Read gave; each scenario is priced once.
	Price func(ctx context.Context, s *scenario.Scenario, with With) (*compare.Comparison, error)

	// State is a text that changes when the cards do that the scenario is priced on.
	State func(ctx context.Context, s *scenario.Scenario) string

	// Cards are the headers of the user's own cards, and an error for each damaged one; in
	// is where they are kept.
	Cards func(ctx context.Context) (headers []ratebook.Header, damaged []error, in string)

	// Choices are what a scenario can be edited to, by the cards that it is priced on.
	// Read has read the scenario.
	Choices func(ctx context.Context, s *scenario.Scenario) (Choices, error)

	// Meters finds meters on the card of a case, best matches first.
	Meters func(ctx context.Context, s *scenario.Scenario, terms ratebook.Terms, query string) ([]ratebook.Meter, error)

	// Examples are scenarios to start from.
	Examples []Example

	// Look says what uploaded files hold; said are lines about it: what was read, what was
	// left and why. Start gives the text of a new scenario that is to be at path.
	Look  func(ctx context.Context, paths []string) (up *Upload, said []string, err error)
	Start func(path string, from Start) ([]byte, error)

	// Fetch takes a card into the ratebook. say is told how far it is, and how to sign in.
	// SignIn says by what a fetch signs in.
	Fetch  func(ctx context.Context, ask Ask, say func(line string)) error
	SignIn string
}

// With is what a comparison has beside its cases.
type With struct {
	BreakEven, Bridge, Ranges bool
	Regions                   bool // the base case in all regions of its card, ranked
}

// Choices are what the cards at hand have.
type Choices struct {
	Terms      []ratebook.Terms // of the cards
	Regions    []ratebook.Region
	Categories []string // of the meters, sorted
	Sizes      []string // of the catalogue
}

// Example is a scenario to start from.
type Example struct {
	File  string // such as web-shop.yaml
	Title string
	About string // a sentence or two
	Text  []byte
}
