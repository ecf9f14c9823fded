package fetch

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"maps"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/azure"
)

// Source is one place where cards come from: on the network, or as its saved answers.
type Source struct {
	Name    ratebook.Source
	SignIn  bool   // it needs Env.ARM, and a subscription or a billing account
	Method  string // of the first request; "" is GET
	Narrows bool   // it can be asked for some regions and services: see Filter

	Decoder Decoder // of saved answers

	// Request says what would be asked for these terms, for --dry-run: one
	// address a line, without secrets. It asks nothing.
	Request func(env Env, terms ratebook.Terms) (string, error)

	// Fetch gives a whole card, or an error and no card. It has everything but the
	// Provenance's Fetched, which the caller's clock knows. What was answered is in
	// the spool afterwards, from its beginning, and has the card's SHA256.
	Fetch func(ctx context.Context, env Env, terms ratebook.Terms, spool Spool) (*ratebook.Stream, error)
}

// Env is what a Source needs of the program.
type Env struct {
	ARM  func() (*azure.Client, error)               // signed in, made when it is first needed
	Open func(address string) (*azure.Client, error) // for an endpoint without sign-in; has the same retries and errors

	At func(address, audience string) (*azure.Client, error) // for another endpoint, signed in for an audience

	Endpoint       string // of Resource Manager, such as https://management.azure.com
	RetailEndpoint string // such as https://prices.azure.com; "" for that
	Subscription   string // the id that a signed request names

	PartnerEndpoint string // such as https://api.partnercenter.microsoft.com; "" for that

	BillingAccount string // an enrollment's number, or the name of a Microsoft Customer Agreement's account
	BillingProfile string // its name; of a Microsoft Customer Agreement
	BillingPeriod  string // "202611"; of an enrollment

	MostResponse int64 // the most bytes of a response, unpacked; 0 is the constant

	Filter Filter
	Log    *slog.Logger // nil for none
}

// Filter narrows what is fetched, where a source can: the card then has fewer
// meters. An empty list is everything.
type Filter struct {
	Regions  []ratebook.Region
	Services []string // such as "Virtual Machines"
	Types    []string // price types, such as "Consumption"
}

// asked is what the card knows to have been asked for; nil where the filter narrows it
// by price types, which leave out prices of meters that it has.
func (f Filter) asked() *ratebook.Asked {
	if len(f.Types) > 0 {
		return nil
	}
	return &ratebook.Asked{Regions: slices.Clone(f.Regions), Services: slices.Clone(f.Services)}
}

// Spool is where a response is written while it is read: an *os.File, or
// anything that can begin anew where a response breaks off and is asked for again.
type Spool interface {
	io.Writer
	io.Seeker
	Truncate(size int64) error
}

// rewind empties a spool.
func rewind(s Spool) error {
	if err := s.Truncate(0); err != nil {
		return err
	}
	_, err := s.Seek(0, io.SeekStart)
	return err
}

var sources = map[ratebook.Source]Source{}

// register adds a source, in its file's init. Two of one name are a mistake in the program.
func register(s Source) {
	if _, twice := sources[s.Name]; twice || !slices.Contains(ratebook.Sources, s.Name) {
		panic("fetch: the source " + string(s.Name) + " is registered twice, or is not one of ratebook.Sources")
	}
	sources[s.Name] = s
}

// Sources are all sources on the network, sorted by name.
func Sources() []Source {
	return slices.SortedFunc(maps.Values(sources), func(a, b Source) int { return cmp.Compare(a.Name, b.Name) })
}

// SourceNamed is the source of that name, one of ratebook.Sources.
func SourceNamed(name ratebook.Source) Source { return sources[name] }
