package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/azure"
)

func init() {
	register(Source{Name: ratebook.RateCard, SignIn: true, Request: rateCardRequest, Fetch: fetchRateCard, Decoder: Decoder{decodeRateCardParts, "meter"}})
}

// rateCardVersions are the api-versions of the RateCard API, the one with more
// (MeterStatus) first.
var rateCardVersions = []string{"2016-08-31-preview", "2015-06-01-preview"}

// bodyTries is how often a response that breaks off is asked for in all.
const bodyTries = 3

func rateCardPath(subscription string) string {
	return "/subscriptions/" + subscription + "/providers/Microsoft.Commerce/RateCard"
}

// rateCardQuery is the query as the RateCard reference spells it. The filter
// knows nothing but eq and and, and wants all four.
func rateCardQuery(terms ratebook.Terms, version string) url.Values {
	locale := terms.Locale
	if locale == "" {
		locale = ratebook.DefaultLocale
	}
	quote := func(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
	return url.Values{
		"api-version": {version},
		"$filter": {fmt.Sprintf("OfferDurableId eq %s and Currency eq %s and Locale eq %s and RegionInfo eq %s",
			quote(string(terms.Offer)), quote(string(terms.Currency)), quote(locale), quote(string(terms.Market)))},
	}
}

func rateCardRequest(env Env, terms ratebook.Terms) (string, error) {
	if err := rateCardServes(env, terms); err != nil {
		return "", err
	}
	return azure.Address(env.Endpoint, rateCardPath(env.Subscription), rateCardQuery(terms, rateCardVersions[0])), nil
}

// rateCardServes refuses what the API is documented not to have, before anyone
// signs in.
func rateCardServes(env Env, terms ratebook.Terms) error {
	if env.Subscription == "" {
		return errors.New("the RateCard API is asked through a subscription: give its id with --subscription (any that you may read; the offer need not be its own)")
	}
	facts, ok := terms.Offer.Facts()
	if !ok || facts.RateCard {
		return nil
	}
	switch facts.Kind {
	case ratebook.KindEnterprise:
		return fmt.Errorf("%s (%s): the RateCard API does not serve it; take its price sheet (--source pricesheet), or list prices (--source retail)", terms.Offer, facts.Name)
	case ratebook.KindCSP:
		return fmt.Errorf("%s (%s): the RateCard API does not serve it; take the partner's price sheet (--source pricesheet), or list prices (--source retail)", terms.Offer, facts.Name)
	}
	return nil
}

// fetchRateCard asks the newer api-version and then, where it is refused, the older.
func fetchRateCard(ctx context.Context, env Env, terms ratebook.Terms, spool Spool) (*ratebook.Stream, error) {
	if err := rateCardServes(env, terms); err != nil {
		return nil, err
	}
	arm, err := env.ARM()
	if err != nil {
		return nil, err
	}
	for i, version := range rateCardVersions {
		card, err := fetchVersion(ctx, env, arm, terms, version, spool)
		if i+1 < len(rateCardVersions) && versionRefused(err) {
			env.debug(ctx, "the api-version is not known here", slog.String("api_version", version))
			continue
		}
		return card, err
	}
	panic("unreachable")
}

// versionRefused tells that the service does not know the api-version: Azure
// Stack and the sovereign clouds have what they have.
func versionRefused(err error) bool {
	var e *azure.Error
	return errors.As(err, &e) && (e.Status == http.StatusBadRequest || e.Status == http.StatusNotFound) &&
		slices.ContainsFunc([]string{
			"InvalidApiVersionParameter", "NoRegisteredProviderFound", "UnsupportedApiVersion", "UnsupportedApiVersionParameter", "InvalidApiVersion", "InvalidResourceType",
		}, func(code string) bool { return strings.EqualFold(code, e.Code) })
}

// fetchVersion asks with an api-version.
func fetchVersion(parent context.Context, env Env, arm *azure.Client, terms ratebook.Terms, version string, spool Spool) (*ratebook.Stream, error) {
	card, err := fetchCard(parent, env, arm, rateCardPath(env.Subscription), rateCardQuery(terms, version), terms, spool)
	if err == nil {
		card.Provenance.APIVersion = version
	}
	return card, err
}

// fetchCard asks for a card, and again, a few times, where the response breaks off.
func fetchCard(parent context.Context, env Env, arm *azure.Client, path string, query url.Values, terms ratebook.Terms, spool Spool) (*ratebook.Stream, error) {
	ctx, cancel := arm.Within(parent)
	defer cancel()
	for try := 1; ; try++ {
		if err := rewind(spool); err != nil {
			return nil, err
		}
		res, err := arm.Get(ctx, path, query)
		if err != nil {
			return nil, err
		}
		card, broken, err := readRateCard(ctx, env, res, terms, spool)
		if err == nil {
			card.Provenance.URL = arm.URL(path, query)
			return card, nil
		}
		if parent.Err() != nil {
			return nil, context.Cause(parent)
		}
		if ctx.Err() != nil { // its time is over
			return nil, answerError(res, try, context.Cause(ctx))
		}
		if !broken || try == bodyTries {
			return nil, answerError(res, try, err)
		}
		env.debug(ctx, "the response broke off", slog.Int("try", try), slog.String("error", err.Error()))
		if err := arm.Pause(ctx, try); err != nil {
			return nil, answerError(res, try, err)
		}
	}
}

// answerError says whose answer is no card.
func answerError(res *azure.Response, tries int, err error) error {
	what := ""
	if !strings.Contains(res.ContentType, "json") && res.ContentType != "" {
		what = ", content type " + clip(res.ContentType)
	}
	if tries > 1 {
		what += fmt.Sprintf(", in the last of %d tries", tries)
	}
	id := ""
	if res.RequestID != "" {
		id = " (request " + res.RequestID + ")"
	}
	return fmt.Errorf("%s%s: %w%s", res.URL, what, err, id)
}

// readRateCard decodes and spools a body in one pass. It is broken where another
// try may give more: the body ended too early, or there was none.
func readRateCard(ctx context.Context, env Env, res *azure.Response, terms ratebook.Terms, spool Spool) (card *ratebook.Stream, broken bool, err error) {
	defer func() { _ = res.Body.Close() }()
	if res.Status != http.StatusOK {
		return nil, false, fmt.Errorf("status %d in place of a card: try again later", res.Status)
	}
	body := &spooled{from: res.Body, to: spool}
	whole, err := DecodeRateCard(Bound(ctx, body, env.MostResponse), terms)
	switch {
	case body.failed != nil:
		return nil, false, fmt.Errorf("the response cannot be written down: %w", body.failed)
	case err != nil:
		return nil, body.broken || errors.Is(err, errBreaksOff), err
	}
	return whole.Stream(), false, nil
}

// spooled writes down what is read, and knows which side failed.
type spooled struct {
	from   io.Reader
	to     io.Writer
	broken bool  // reading stopped before the end
	failed error // of writing
}

func (s *spooled) Read(p []byte) (int, error) {
	n, err := s.from.Read(p)
	if n > 0 {
		if _, e := s.to.Write(p[:n]); e != nil {
			s.failed = e
			return 0, e
		}
	}
	s.broken = err != nil && err != io.EOF
	return n, err
}

func (e Env) debug(ctx context.Context, message string, attrs ...slog.Attr) {
	if e.Log != nil {
		e.Log.LogAttrs(ctx, slog.LevelDebug, message, attrs...)
	}
}
