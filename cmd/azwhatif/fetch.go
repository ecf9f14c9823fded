package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/azure"
	"azwhatif/ratebook/fetch"
	"azwhatif/ratebook/store"
	"azwhatif/scenario"

	"github.com/spf13/cobra"
)

const fetchHelp = `Fetch takes rate cards into the ratebook: one for each combination of the offers,
currencies and markets that are given, or of the lists under "fetch:" in the
config file. Each card is kept as soon as it is whole; nothing is overwritten.
What fails is listed at the end, and the exit code is then 1.

Sources:
  ratecard    Azure's RateCard API. It needs a subscription to ask through, and a
              sign-in that may read it.
  retail      Azure's Retail Prices, without sign-in: MS-AZR-0003P (consumption)
              and MS-AZR-0023P (dev/test). They are the same for every market;
              a card is kept under the market that you state. With --region or
              --service a card has these only, and stands beside the others: a
              usage is priced by the newest card that was asked for its region.
  pricesheet  the price sheet of an Enterprise Agreement (MS-AZR-0017P; a billing
              account and a billing period) or of a Microsoft Customer Agreement
              (MS-AZR-0017G; a billing account and a billing profile, this month's),
              and their dev/test prices (MS-AZR-0148P, MS-AZR-0149P); with the prices
              of reservations.
  partnercenter
              the rate card that Partner Center gives a Cloud Solution Provider
              (MS-AZR-0145P), whose sign-in it needs. What the partner gets off is
              stated in a case, as discount.

With --sizes it takes the catalogue of sizes instead: what each offers, and where it is
sold, from the Compute SKUs interface. One is built in; see "azwhatif sizes".

With --from-file a saved answer is read instead (plain or gzip): a file, a folder,
a pattern such as 'pages/*.json', or several of them, which make one card together:
the pages of an answer, the parts of a price sheet (CSV, Parquet, or zips of them).
It does not say which offer and market it is for: state them. --fetched says when
it was saved; the newest card is the one that an estimate uses.`

type fetchOptions struct {
	profile, period             string
	source, locale, fetched     string
	files                       []string
	offers, currencies, markets []string
	regions, services           []string
	resume, dryRun, sizes       bool
	maxAge                      string
	parallel                    int
}

func (p *program) fetchCommand() *cobra.Command {
	var o fetchOptions
	cmd := &cobra.Command{
		Use:   "fetch --offer ... --currency ... --market ...",
		Short: "Take rate cards into the ratebook",
		Long:  fetchHelp,
		Example: `  azwhatif fetch --offer MS-AZR-0003P,MS-AZR-0026P --currency EUR,USD --market NL --subscription ID
  azwhatif fetch --source retail --offer MS-AZR-0003P --currency EUR --market NL --region westeurope
  azwhatif fetch --from-file ratecard.json --offer MS-AZR-0003P --currency EUR --market NL --fetched 2026-08-03
  azwhatif fetch --from-file sheets/ --source pricesheet --offer MS-AZR-0017P --currency EUR --market NL`,
		Args: usageArgs(func(_ *cobra.Command, args []string) error {
			if len(args) > 0 && len(o.files) == 0 {
				return fmt.Errorf("%q is no flag: files are given with --from-file", args[0])
			}
			return nil
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.files = append(o.files, args...)
			return p.fetch(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.source, "source", string(ratebook.RateCard), "where prices come from: "+ratebook.SourceNames())
	f.StringSliceVar(&o.offers, "offer", nil, "offers, such as MS-AZR-0003P,MS-AZR-0026P")
	f.StringSliceVar(&o.currencies, "currency", nil, "currencies, such as EUR,USD")
	f.StringSliceVar(&o.markets, "market", nil, "countries where the offer was bought, such as NL,US")
	f.StringVar(&o.locale, "locale", ratebook.DefaultLocale, "the language of the names")
	f.StringSliceVar(&o.regions, "region", nil, `retail: only these regions, such as westeurope; "global" are the meters without one`)
	f.StringSliceVar(&o.services, "service", nil, `retail: only these services, such as "Virtual Machines"`)
	f.StringArrayVar(&o.files, "from-file", nil, "read a saved answer instead: a file, a folder, a pattern, or several of them")
	f.StringVar(&o.fetched, "fetched", "", "with --from-file: when it was saved, a date such as 2026-08-03 or 2026-08-03T07:10:11Z (default: now)")
	f.BoolVar(&o.resume, "resume", false, "fetch only what no card covers, or none that is younger than --max-age")
	f.StringVar(&o.maxAge, "max-age", "", "with --resume: the age from which a card is fetched again, such as 7d or 12h")
	f.BoolVar(&o.sizes, "sizes", false, "fetch the catalogue of virtual machines' sizes instead, and where they are sold; it needs --subscription")
	f.BoolVar(&o.dryRun, "dry-run", false, "only show the requests")
	f.IntVar(&o.parallel, "parallel", 4, "how many cards to fetch at a time")
	f.StringVar(&o.profile, "billing-profile", "", "pricesheet: the name of the billing profile, of a Microsoft Customer Agreement")
	f.StringVar(&o.period, "billing-period", "", "pricesheet: the month of an enrollment's sheet, such as 202611 (default: this one)")
	addBillingAccount(f)
	addMaxResponse(f)
	addAzureFlags(f)
	return cmd
}

func (p *program) fetch(ctx context.Context, o fetchOptions) error {
	if p.config.Ratebook == scenario.Sample {
		return badInput(errors.New("the sample cards are built in; give --ratebook a folder"))
	}
	if o.sizes {
		return p.fetchSizes(ctx, o)
	}
	if o.parallel < 1 || o.parallel > 32 {
		return badInput(fmt.Errorf("--parallel %d is not a number from 1 to 32", o.parallel))
	}
	age, err := parseAge("--max-age", o.maxAge)
	if err != nil {
		return badInput(err)
	}
	jobs, err := p.jobs(o)
	if err != nil {
		return badInput(err)
	}
	if len(o.files) > 0 {
		return p.fetchFile(ctx, o, jobs)
	}
	book, err := openStore(p.config.Ratebook)
	if err != nil {
		return err
	}
	defer book.Close()
	if o.resume {
		jobs = p.missing(ctx, book, jobs, age)
	}
	env := p.fetchEnv()
	for i := range jobs {
		if err := jobs[i].sheet.settle(o, p.config.Azure, p.now()); err != nil {
			return badInput(err)
		}
	}
	if o.dryRun {
		return p.showRequests(env, jobs)
	}
	if err := p.ready(env, jobs); err != nil {
		return badInput(err)
	}
	return p.run(ctx, book, env, jobs, o.parallel)
}

// job is one card to fetch.
type job struct {
	source fetch.Source
	terms  ratebook.Terms
	filter fetch.Filter
	stated bool // the filter is, even one that leaves nothing out
	sheet  sheetAsked
}

// fetchEnv is what the sources need of the program. No one signs in before a
// source asks for it.
func (p *program) fetchEnv() fetch.Env {
	cfg := p.config.Azure
	opt := azure.Options{Version: version(), Log: p.log, Prompt: p.stderr, MostBytes: p.config.maxResponse}
	return fetch.Env{
		ARM: sharedClient(func() (*azure.Client, error) {
			cred, err := azure.NewCredential(cfg, opt)
			if err != nil {
				return nil, err
			}
			return azure.New(cfg, cred, opt)
		}),
		At: func(address, audience string) (*azure.Client, error) {
			cred, err := azure.NewCredential(cfg, opt)
			if err != nil {
				return nil, err
			}
			return azure.NewAt(address, audience, cfg, cred, opt)
		},
		PartnerEndpoint: p.config.Partner.Endpoint,
		Open:            func(address string) (*azure.Client, error) { return azure.NewOpen(address, cfg, opt) },
		Endpoint:        cfg.Endpoint(),
		RetailEndpoint:  p.config.Retail.Endpoint,
		MostResponse:    p.config.maxResponse,
		Subscription:    cfg.Subscription,
		BillingAccount:  cfg.BillingAccount,
		Log:             p.log,
	}
}

// ready says what is missing before anything is asked.
func (p *program) ready(env fetch.Env, jobs []job) error {
	if err := p.config.Azure.Validate(); err != nil {
		return err
	}
	for _, j := range jobs {
		if j.source.Name == ratebook.PriceSheet {
			if _, err := j.source.Request(j.in(env), j.terms); err != nil {
				return err
			}
			continue
		}
		if j.source.Name == ratebook.RateCard && p.config.Azure.Subscription == "" {
			return errors.New("the RateCard API is asked through a subscription: give --subscription, AZWHATIF_AZURE_SUBSCRIPTION or azure.subscription in the config file its id (any that you may read; the offer need not be its own)")
		}
	}
	return nil
}

func (p *program) showRequests(env fetch.Env, jobs []job) error {
	for _, j := range jobs {
		env := j.in(env)
		env.Subscription = cmp.Or(env.Subscription, "SUBSCRIPTION")
		request, err := j.source.Request(env, j.terms)
		if err != nil {
			return badInput(err)
		}
		for line := range strings.Lines(request) {
			fmt.Fprintf(p.stdout, "%s %s\n", cmp.Or(j.source.Method, "GET"), strings.TrimRight(line, "\n"))
		}
	}
	return nil
}

// missing leaves of the jobs what no card covers that is not older than age; any age
// will do where it is 0.
func (p *program) missing(ctx context.Context, book *store.Book, jobs []job, age time.Duration) []job {
	fresh := map[ratebook.Terms][]ratebook.Header{}
	for _, of := range byTerms(past(p.cards(ctx, book, cardFilter{}), p.now())) {
		for _, h := range ratebook.InUse(of) {
			if age == 0 || p.now().Sub(h.Provenance.Fetched) <= age {
				fresh[h.Terms] = append(fresh[h.Terms], h)
			}
		}
	}
	var rest []job
	for _, j := range jobs {
		var covered []ratebook.Asked
		for _, h := range fresh[j.terms] {
			asked, known := h.Coverage()
			if known && asked.Overlaps(j.asks()) {
				covered = append(covered, asked)
				p.say("have %s, of %s", cardName(h), h.Provenance.Fetched.Format("2006-01-02 15:04"))
			}
		}
		for _, part := range j.asks().Without(covered...) {
			rest = append(rest, j.with(part))
		}
	}
	return rest
}
