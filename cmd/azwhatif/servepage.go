package main

import (
	"bytes"
	"cmp"
	"context"
	"strings"
	"sync"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/web"
	"azwhatif/internal/secret"
	"azwhatif/ratebook"
	"azwhatif/scenario"
	"azwhatif/scenarios"
)

// examplesToStart are those of the page, in its order, with what each is about.
var examplesToStart = []web.Example{
	{File: "web-shop.yaml", Title: "A web shop moves to Azure", About: "Regions, sizes, office hours for the test systems, a prepayment, another market: seven cases side by side."},
	{File: "machines.yaml", Title: "A handful of servers", About: "Machines by size or by need, with disks and licences."},
	{File: "commitment.yaml", Title: "Pay as you go, or commit?", About: "From which usage on a prepayment pays off."},
	{File: "reservations.yaml", Title: "Reservations and savings plans", About: "What reserving saves, and what is lost if usage falls."},
	{File: "macc.yaml", Title: "A consumption commitment", About: "How a MACC is used up, and what is due if it is not."},
	{File: "uncertain-usage.yaml", Title: "Usage that is not certain", About: "How the totals spread, and which case is the better choice."},
}

// forPage are the functions that the page needs.
func (p *program) forPage(kept *shelf) web.Program {
	out := web.Program{Version: version()}
	for _, e := range examplesToStart {
		e.Text, _ = scenarios.Examples.ReadFile(e.File) // each is embedded; a test holds it
		out.Examples = append(out.Examples, e)
	}
	out.Read = func(ctx context.Context, path string, data []byte) (*scenario.Scenario, []string, error) {
		q, said := p.forRequest(ctx, kept)
		s, err := q.readScenarioText(ctx, path, data)
		return s, said.list(), q.told(err)
	}
	out.Price = func(ctx context.Context, s *scenario.Scenario, with web.With) (*compare.Comparison, error) {
		q, _ := p.forRequest(ctx, kept)
		o := compareOptions{breakEven: with.BreakEven, bridge: with.Bridge}
		if !with.Ranges {
			o.draws = "0"
		}
		if with.Regions {
			o.regions = "all"
		}
		c, err := q.priceCases(ctx, s, time.Time{}, o.regions, o.bridges(ctx))
		if err == nil {
			err = o.look(ctx, c)
		}
		return c, q.told(err)
	}
	out.Choices = func(ctx context.Context, s *scenario.Scenario) (web.Choices, error) { return p.choices(ctx, kept, s) }
	out.Meters = func(ctx context.Context, s *scenario.Scenario, terms ratebook.Terms, query string) ([]ratebook.Meter, error) {
		return p.findMeters(ctx, kept, s, terms, query)
	}
	out.State = func(_ context.Context, s *scenario.Scenario) string {
		name, _ := p.bookName(s)
		return bookState(name)
	}
	out.Cards = func(ctx context.Context) (headers []ratebook.Header, damaged []error, in string) {
		b, _, err := kept.open(p.config.Ratebook)
		if err != nil {
			return nil, []error{err}, p.config.Ratebook
		}
		headers, damaged = b.Cards(ctx)
		return headers, damaged, p.config.Ratebook
	}
	out.Look = func(ctx context.Context, paths []string) (*web.Upload, []string, error) {
		q, said := p.forRequest(ctx, kept)
		up, err := q.lookAt(ctx, paths)
		return up, said.list(), q.told(err)
	}
	out.Start = func(path string, from web.Start) ([]byte, error) {
		text, err := p.startScenario(path, from)
		return text, p.told(err)
	}
	out.Fetch = func(ctx context.Context, ask web.Ask, say func(string)) error {
		q, _ := p.forRequest(ctx, kept)
		q.stderr = &sayer{say: say}
		return q.told(q.fetch(ctx, fetchOptions{
			source: ask.Source, offers: []string{ask.Offer}, currencies: []string{ask.Currency}, markets: []string{ask.Market},
			regions: ask.Regions, locale: ratebook.DefaultLocale, parallel: 1,
		}))
	}
	out.SignIn = p.signsIn()
	return out
}

// signsIn says by what a fetch signs in.
func (p *program) signsIn() string {
	how := cmp.Or(p.config.Azure.Credential, "auto")
	text := "Retail prices need no sign-in. The RateCard API and price sheets sign in by " + how
	if how == "auto" {
		text += ": what the environment has, else Azure's command line (run \"az login\" in a terminal first)"
	}
	if p.config.Azure.Subscription == "" {
		text += ". For the RateCard API, start \"azwhatif serve\" with --subscription and the id of one that you may read"
	}
	return text + "."
}

// sayer hands on what is written, line by line.
type sayer struct {
	say  func(string)
	mu   sync.Mutex
	rest string
}

func (s *sayer) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rest += string(b)
	for {
		line, rest, whole := strings.Cut(s.rest, "\n")
		if !whole {
			return len(b), nil
		}
		s.rest = rest
		s.say(secret.Replace(strings.TrimSpace(line)))
	}
}

// forRequest is the program for one request: what it says is collected, not printed.
func (p *program) forRequest(ctx context.Context, kept *shelf) (*program, *collected) {
	said := &collected{}
	q := *p
	q.ctx, q.shelf, q.wide, q.stderr, q.config.Quiet = ctx, kept, true, said, false
	return &q, said
}

// collected are lines that are not printed.
type collected struct{ bytes.Buffer }

func (c *collected) list() (lines []string) {
	for line := range strings.Lines(secret.Replace(c.String())) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// told is an error as the command would print it.
func (p *program) told(err error) error {
	if err == nil {
		return nil
	}
	return &toldError{secret.Replace(p.withBook(p.noFolder(err).Error())), err}
}

type toldError struct {
	text string
	err  error
}

func (e *toldError) Error() string { return e.text }
func (e *toldError) Unwrap() error { return e.err }
