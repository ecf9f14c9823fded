package mcp

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"azwhatif/internal/terminal"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// The arguments of tools. An empty one is left to the command's default.
type (
	metersArgs struct {
		Query    string `json:"query" jsonschema:"words of a meter's category, subcategory, name, unit and region, or its id: d4s v5 west europe"`
		Category string `json:"category,omitempty" jsonschema:"only meters of this category"`
		Region   string `json:"region,omitempty" jsonschema:"only meters of this region, as its ARM name: westeurope"`
		cardArgs
		Limit int `json:"limit,omitempty" jsonschema:"the most meters to show; left out: 10"`
	}
	sizesArgs struct {
		Query  string `json:"query,omitempty" jsonschema:"a size or a series, written in any way: D4s v5"`
		Region string `json:"region,omitempty" jsonschema:"only sizes sold in this region, with their prices there: westeurope"`
		VCPUs  int    `json:"vcpus,omitempty" jsonschema:"only sizes with so many vCPUs"`
		Memory string `json:"memory,omitempty" jsonschema:"only sizes with so much memory: 16 GiB"`
		cardArgs
		Limit int `json:"limit,omitempty" jsonschema:"the most sizes to show; left out: 10"`
	}
	cardArgs struct {
		Offer    string `json:"offer,omitempty" jsonschema:"only prices of this offer: MS-AZR-0003P"`
		Currency string `json:"currency,omitempty" jsonschema:"only prices in this currency: EUR"`
		Market   string `json:"market,omitempty" jsonschema:"only prices for this market, the country where the offer was bought: NL"`
	}
	scenarioArgs struct {
		File string `json:"file" jsonschema:"the scenario, a YAML file in the server's folder"`
		AsOf string `json:"as_of,omitempty" jsonschema:"use price cards fetched by this date: 2026-08-03"`
	}
	compareArgs struct {
		scenarioArgs
		Detail    string `json:"detail,omitempty" jsonschema:"how deep to go: cases, lines, months or tiers; left out: lines"`
		Regions   string `json:"regions,omitempty" jsonschema:"also price the base case in other regions, and rank them: all, or names with commas"`
		BreakEven bool   `json:"breakeven,omitempty" jsonschema:"also find the usage at which another case becomes the cheapest"`
		Bridge    bool   `json:"bridge,omitempty" jsonschema:"also show what each lever brings, from the base case to each case"`
	}
	breakEvenArgs struct {
		scenarioArgs
		Cases []string `json:"cases,omitempty" jsonschema:"the cases to look at; left out: all"`
		Vary  string   `json:"vary,omitempty" jsonschema:"the workload whose usage changes; left out: all"`
		From  string   `json:"from,omitempty" jsonschema:"the lowest usage to look at: 50%; left out: 0%"`
		To    string   `json:"to,omitempty" jsonschema:"the highest usage to look at: 150%; left out: 300%"`
	}
	explainArgs struct {
		scenarioArgs
		Case     string `json:"case,omitempty" jsonschema:"the case to explain; left out: the base case"`
		Meter    string `json:"meter,omitempty" jsonschema:"only lines of the meter of this id"`
		Month    string `json:"month,omitempty" jsonschema:"only this month: 2026-10"`
		Workload string `json:"workload,omitempty" jsonschema:"only this workload"`
	}
	inspectArgs struct {
		Files []string `json:"files" jsonschema:"exports of usage or cost, folders of them, or patterns, in the server's folder"`
		cardArgs
		Source string `json:"source,omitempty" jsonschema:"where the card's prices come from: ratecard, retail, pricesheet or partnercenter; left out: ratecard"`
		AsOf   string `json:"as_of,omitempty" jsonschema:"use the card fetched by this date: 2026-08-03"`
	}
	workbookArgs struct {
		scenarioArgs
		Output    string `json:"output" jsonschema:"the workbook to write, ending in .xlsx, in the server's folder"`
		Overwrite bool   `json:"overwrite,omitempty" jsonschema:"replace a workbook of that name"`
	}
	saveArgs struct {
		File      string `json:"file" jsonschema:"the scenario to write, ending in .yaml, in the server's folder"`
		Text      string `json:"text" jsonschema:"the whole text of the scenario"`
		Overwrite bool   `json:"overwrite,omitempty" jsonschema:"replace a file of that name"`
	}
	fetchArgs struct {
		Source     string   `json:"source,omitempty" jsonschema:"where prices come from: retail (needs no sign-in), ratecard, pricesheet or partnercenter; left out: retail"`
		Offers     []string `json:"offers" jsonschema:"offers: MS-AZR-0003P"`
		Currencies []string `json:"currencies" jsonschema:"currencies: EUR"`
		Markets    []string `json:"markets" jsonschema:"countries where the offer was bought: NL"`
		Regions    []string `json:"regions,omitempty" jsonschema:"retail: only these regions: westeurope"`
		Services   []string `json:"services,omitempty" jsonschema:"retail: only these services: Virtual Machines"`
	}
)

// addTools adds all tools, each a command.
func (s *server) addTools(to *sdk.Server) {
	read := &sdk.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: new(bool)}
	write := &sdk.ToolAnnotations{IdempotentHint: true, OpenWorldHint: new(bool)}

	add(s, to, "find_meters", "Find Azure meters, and what they cost under every saved price card", read, metersWords, func(a metersArgs) (*line, error) {
		return command("meters").value("category", a.Category).value("region", a.Region).card(a.cardArgs).number("limit", a.Limit).arguments(a.Query), nil
	})
	add(s, to, "find_sizes", "Find sizes of virtual machines: what they offer, where they are sold, what an hour costs", read, sizesWords, func(a sizesArgs) (*line, error) {
		return command("sizes").value("region", a.Region).number("vcpus", a.VCPUs).value("memory", a.Memory).card(a.cardArgs).number("limit", a.Limit).arguments(a.Query), nil
	})
	add(s, to, "check_scenario", "Say what is wrong with a scenario: all errors at once, with their lines, and what its cases lack", read, checkWords, func(a scenarioArgs) (*line, error) {
		return command("check").scenario(a)
	})
	add(s, to, "compare", "Price a scenario under each of its cases, and compare them with the first", read, compareWords, func(a compareArgs) (*line, error) {
		return command("compare").value("detail", a.Detail).value("regions", a.Regions).flag("breakeven", a.BreakEven).flag("bridge", a.Bridge).scenario(a.scenarioArgs)
	})
	add(s, to, "break_even", "Find the usage at which another case of a scenario becomes the cheapest", read, verdictWords, func(a breakEvenArgs) (*line, error) {
		return command("breakeven").value("vary", a.Vary).value("from", a.From).value("to", a.To).values("case", a.Cases).scenario(a.scenarioArgs)
	})
	add(s, to, "explain", "Show how a case's figures come about, as arithmetic to be checked by hand", read, explainWords, func(a explainArgs) (*line, error) {
		return command("explain").value("case", a.Case).value("meter", a.Meter).value("month", a.Month).value("workload", a.Workload).scenario(a.scenarioArgs)
	})
	add(s, to, "inspect_usage", "Say what exports of usage hold, what of them a price card has, and what could not be read", read, inspectWords, func(a inspectArgs) (*line, error) {
		for _, name := range a.Files {
			if err := local(name); err != nil {
				return nil, err
			}
		}
		if len(a.Files) == 0 {
			return nil, errors.New("files: name at least one file or folder")
		}
		return command("usage", "inspect").card(a.cardArgs).value("source", a.Source).value("as-of", a.AsOf).arguments(a.Files...), nil
	})
	add(s, to, "write_workbook", "Compare a scenario and write the Excel workbook of it: live formulas, with a sheet of checks", write, compareWords, func(a workbookArgs) (*line, error) {
		if err := s.place(a.Output, a.Overwrite, ".xlsx"); err != nil {
			return nil, err
		}
		return command("compare").value("output", a.Output).value("detail", "cases").scenario(a.scenarioArgs)
	})
	sdk.AddTool(to, &sdk.Tool{Name: "save_scenario", Description: "Write a scenario file, and check it", Annotations: write}, func(ctx context.Context, _ *sdk.CallToolRequest, a saveArgs) (*sdk.CallToolResult, any, error) {
		err := s.place(a.File, a.Overwrite, ".yaml", ".yml")
		if err == nil {
			err = s.Write(ctx, a.File, []byte(a.Text))
		}
		if err != nil {
			return refused(err), nil, nil
		}
		l, _ := command("check").scenario(scenarioArgs{File: a.File})
		return s.call(ctx, l, checkWords), nil, nil
	})
	if s.Fetch {
		open := true
		sdk.AddTool(to, &sdk.Tool{Name: "fetch_prices", Description: "Fetch Azure's prices over the network into the saved price cards; it may take minutes", Annotations: &sdk.ToolAnnotations{OpenWorldHint: &open}},
			func(ctx context.Context, _ *sdk.CallToolRequest, a fetchArgs) (*sdk.CallToolResult, any, error) {
				if a.Source == "" {
					a.Source = "retail"
				}
				l := &line{args: []string{"fetch"}}
				l.value("source", a.Source).values("offer", quoted(a.Offers)).values("currency", quoted(a.Currencies)).values("market", quoted(a.Markets)).values("region", quoted(a.Regions)).values("service", quoted(a.Services))
				output, messages, err := s.run(ctx, l.args)
				if err != nil {
					return refused(err), nil, nil
				}
				return answer(clean(string(output)+messages), nil), nil, nil
			})
	}
}

// add adds a tool that runs the command line which its arguments make.
func add[A any](s *server, to *sdk.Server, name, what string, hints *sdk.ToolAnnotations, words func([]byte) (warnings, text []string), of func(A) (*line, error)) {
	sdk.AddTool(to, &sdk.Tool{Name: name, Description: what, Annotations: hints}, func(ctx context.Context, _ *sdk.CallToolRequest, a A) (*sdk.CallToolResult, any, error) {
		l, err := of(a)
		if err != nil {
			return refused(err), nil, nil
		}
		return s.call(ctx, l, words), nil, nil
	})
}

// call runs a command, and puts its words beside its JSON.
func (s *server) call(ctx context.Context, l *line, words func([]byte) (warnings, text []string)) *sdk.CallToolResult {
	output, messages, err := s.run(ctx, l.args)
	if err != nil {
		return refused(err)
	}
	warnings, text := words(output)
	return answer(told(messages, warnings, text), output)
}

// place lets a file be written whose name has one of the endings.
func (s *server) place(name string, overwrite bool, endings ...string) error {
	if err := local(name); err != nil {
		return err
	}
	for _, e := range endings {
		if strings.EqualFold(filepath.Ext(name), e) {
			return s.Place(name, overwrite)
		}
	}
	return fmt.Errorf("%q does not end in %s", terminal.Clean(name), endings[0])
}

// line is a command line. Values stand behind "=", and arguments behind "--", so that
// none of them is read as a flag.
type line struct{ args []string }

// command begins the line of a command that prints JSON.
func command(names ...string) *line { return &line{append(names, "--format=json")} }

func (l *line) value(flag, v string) *line {
	if v != "" {
		l.args = append(l.args, "--"+flag+"="+v)
	}
	return l
}

func (l *line) values(flag string, list []string) *line {
	for _, v := range list {
		l.value(flag, v)
	}
	return l
}

func (l *line) number(flag string, n int) *line {
	if n != 0 {
		l.value(flag, strconv.Itoa(n))
	}
	return l
}

func (l *line) flag(flag string, on bool) *line {
	if on {
		l.args = append(l.args, "--"+flag)
	}
	return l
}

func (l *line) card(a cardArgs) *line {
	return l.value("offer", a.Offer).value("currency", a.Currency).value("market", a.Market)
}

func (l *line) arguments(list ...string) *line {
	l.args = append(append(l.args, "--"), list...)
	return l
}

func (l *line) scenario(a scenarioArgs) (*line, error) {
	if err := local(a.File); err != nil {
		return nil, err
	}
	return l.value("as-of", a.AsOf).arguments(a.File), nil
}

// local refuses names that lead out of the folder by themselves. The program looks at
// what stands there.
func local(name string) error {
	switch {
	case name == "":
		return errors.New("the name of a file is empty")
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl):
		return fmt.Errorf("%q: the name has control characters", terminal.Clean(name))
	case !filepath.IsLocal(name), strings.Contains("/"+filepath.ToSlash(name)+"/", "/../"):
		return fmt.Errorf("%q: name a file in the server's folder, without going up by .. in it", terminal.Clean(name))
	}
	return nil
}

// quoted has each word stay whole where a flag takes several between commas.
func quoted(words []string) (out []string) {
	for _, w := range words {
		out = append(out, `"`+strings.ReplaceAll(w, `"`, `""`)+`"`)
	}
	return out
}
