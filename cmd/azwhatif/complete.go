package main

import (
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/azure"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// completer gives the values of a flag, each a word, or a word, a tab and what it means.
type completer func(p *program, cmd *cobra.Command, f *pflag.Flag, args []string) []string

// completers are those of flags, by name.
var completers = map[string]completer{
	"offer":          completeOffers,
	"currency":       completeCurrencies,
	"market":         fromCards(func(h ratebook.Header) string { return string(h.Terms.Market) }),
	"locale":         fromCards(func(h ratebook.Header) string { return h.Terms.Locale }),
	"region":         completeRegions,
	"source":         anyOf(ratebook.Sources...),
	"case":           fromScenario(func(s *scenario.Scenario) (names []string) { return caseNames(s.Cases) }),
	"vary":           fromScenario(workloadNames),
	"workload":       fromScenario(workloadNames),
	"format":         listed,
	"detail":         listed,
	"format-in":      anyOf(usage.Formats()...),
	"log-level":      anyOf("debug", "info", "warn", "error"),
	"cloud":          anyOf("public", "usgov", "china", "custom"),
	"credential":     anyOf(azure.Credentials()...),
	"dialect":        anyOf(usage.Dialects()...),
	"date-order":     anyOf("mdy", "dmy", "ymd"),
	"decimal":        anyOf(".", ","),
	"webhook-format": anyOf("json", "teams", "slack"),
	"plan-scope":     anyOf("shared", "single"),
	"by":             listed,
}

// fileFlags take files of these endings; none are folders. Those of --output are in the
// formats of its command.
var fileFlags = map[string][]string{
	"template": {"xlsx"}, "config": {"yaml"}, "scenario": {"yaml", "yml"},
	"ratebook": nil, "plots": nil, "dir": nil, "folder": nil,
}

// addCompletions has the values of flags and arguments completed, of a command and of
// those below it.
func (p *program) addCompletions(cmd *cobra.Command) {
	add := func(f *pflag.Flag) {
		if endings, ok := fileFlags[f.Name]; ok {
			complete := func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
				if endings == nil {
					return nil, cobra.ShellCompDirectiveFilterDirs
				}
				return endings, cobra.ShellCompDirectiveFilterFileExt
			}
			_ = cmd.RegisterFlagCompletionFunc(f.Name, complete) // an error only says that it is there
			return
		}
		if c, ok := completers[f.Name]; ok {
			_ = cmd.RegisterFlagCompletionFunc(f.Name, func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
				config, err := readConfig(cmd.Flags())
				if err != nil {
					return nil, cobra.ShellCompDirectiveError
				}
				p.config = config
				return beginning(c(p, cmd, f, args), typed, f.Value), cobra.ShellCompDirectiveNoFileComp
			})
		}
	}
	cmd.LocalFlags().VisitAll(add)
	if cmd.ValidArgsFunction == nil && strings.Contains(cmd.Use, "SCENARIO.yaml") {
		cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
		}
	}
	for _, c := range cmd.Commands() {
		p.addCompletions(c)
	}
}

// beginning are the values that go on from what is typed. Of a flag that takes several
// between commas the last is completed, and what stands before it is kept.
func beginning(values []string, typed string, flag pflag.Value) []string {
	before := ""
	if _, several := flag.(pflag.SliceValue); several && flag.Type() != "stringArray" {
		if i := strings.LastIndexByte(typed, ','); i >= 0 {
			before, typed = typed[:i+1], typed[i+1:]
		}
	}
	var out []string
	for _, v := range values {
		if len(v) >= len(typed) && strings.EqualFold(v[:len(typed)], typed) {
			out = append(out, before+v)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func anyOf[T ~string](list ...T) completer {
	return func(*program, *cobra.Command, *pflag.Flag, []string) (out []string) {
		for _, w := range list {
			out = append(out, string(w))
		}
		return out
	}
}

// listed are the words that the flag's help lists, up to a bracket or a semicolon:
// "what to print: table, json or csv".
func listed(_ *program, _ *cobra.Command, f *pflag.Flag, _ []string) []string {
	text, _, _ := strings.Cut(f.Usage, " (")
	text, _, _ = strings.Cut(text, ";")
	if _, list, ok := strings.Cut(text, ": "); ok {
		text = list
	}
	text = strings.ReplaceAll(strings.TrimPrefix(text, "also by "), " or ", ", ")
	return strings.Split(strings.ReplaceAll(text, "tag:KEY", "tag:"), ", ")
}

// headers are those of the cards at hand; none where there is no ratebook.
func (p *program) headers(cmd *cobra.Command) []ratebook.Header {
	b, done, err := openBook(p.config.Ratebook)
	if err != nil {
		return nil
	}
	defer done()
	headers, _ := b.Cards(cmd.Context())
	return headers
}

func fromCards(of func(ratebook.Header) string) completer {
	return func(p *program, cmd *cobra.Command, _ *pflag.Flag, _ []string) (out []string) {
		for _, h := range p.headers(cmd) {
			out = append(out, of(h))
		}
		return out
	}
}

// retailCurrencies are those that the Retail Prices API lists in its documentation.
var retailCurrencies = []string{"AUD", "BRL", "CAD", "CHF", "CNY", "DKK", "EUR", "GBP", "INR", "JPY", "KRW", "NOK", "NZD", "RUB", "SEK", "TWD", "USD"}

// completeCurrencies are those of the cards at hand; of fetch, those that it can get.
func completeCurrencies(p *program, cmd *cobra.Command, f *pflag.Flag, args []string) []string {
	if cmd.Name() == "fetch" {
		return retailCurrencies
	}
	return fromCards(func(h ratebook.Header) string { return string(h.Terms.Currency) })(p, cmd, f, args)
}

// completeMeters are names of meters that have all words so far.
func (p *program) completeMeters(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	config, err := readConfig(cmd.Flags())
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	b, done, err := openBook(config.Ratebook)
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	defer done()
	headers, _ := b.Cards(cmd.Context())
	var terms []ratebook.Terms
	for _, h := range newest(headers, p.now()) {
		terms = append(terms, h.Terms)
	}
	meters, _, err := b.Search(cmd.Context(), terms, strings.Join(append(args, typed), " "))
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var names []string
	for _, m := range meters {
		names = append(names, m.Name+"\t"+m.Category)
	}
	names = beginning(names, typed, nil)
	return names[:min(len(names), maxCompleted)], cobra.ShellCompDirectiveNoFileComp
}

// maxCompleted is how many meters are offered at once.
const maxCompleted = 50

// completeOffers are all offers that have a name.
func completeOffers(*program, *cobra.Command, *pflag.Flag, []string) (out []string) {
	for _, o := range ratebook.Offers() {
		out = append(out, string(o.Offer)+"\t"+o.Name)
	}
	return out
}

func completeRegions(*program, *cobra.Command, *pflag.Flag, []string) (out []string) {
	for _, r := range ratebook.Regions() {
		out = append(out, string(r)+"\t"+r.Display())
	}
	return out
}

// fromScenario completes names of the scenario that is named already.
func fromScenario(names func(*scenario.Scenario) []string) completer {
	return func(_ *program, _ *cobra.Command, _ *pflag.Flag, args []string) []string {
		if len(args) == 0 {
			return nil
		}
		s, err := scenarioFile(args[0])
		if err != nil {
			return nil
		}
		return names(s)
	}
}

func caseNames(cases []scenario.Case) (names []string) {
	for _, c := range cases {
		names = append(names, c.Name)
	}
	return names
}

func workloadNames(s *scenario.Scenario) (names []string) {
	for _, w := range s.Workloads {
		names = append(names, w.Name)
	}
	return names
}
