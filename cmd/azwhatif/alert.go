package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"azwhatif/estimate/alert"
	"azwhatif/estimate/notify"
	"azwhatif/estimate/reconcile"
	"azwhatif/estimate/report"
	"azwhatif/ratebook"
	"azwhatif/ratebook/store"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"

	"github.com/spf13/cobra"
)

const alertHelp = `Alert checks the alerts of a scenario on the usage that it imports, and on the
ratebook; the exit code is 3 when one fires. A scenario says what is watched:

  alerts:
    - {name: Budget, on: actual, of: billed, budget: 5000 EUR, above: 80%}
    - {name: Month end, on: forecast, above: 5000 EUR, where: {tags: {project: shop}}}
    - {name: Rise, on: change, of: billed, above: 20%, least: 100 EUR}
    - {name: Prepay runs out, on: commitment, case: Prepay, above: 90%}
    - {name: Prepay goes to waste, on: commitment, case: Prepay, below: 75%}
    - {name: No price, on: unpriced, above: 0}
    - {name: Prices, on: price, above: 3%}

actual is the billing month so far, and in its first days the one before, too,
since usage comes in late. change is against the same days of the month before
(against: year, week). price holds the newest card of a case against the one
before. of: billed is the cost in the files, all records, tax among them; of:
rated is our rating of Azure's usage under a case. A change of prices fires for a
week. An alert on a MACC goes by its real balance where --commitments names saved
answers with it, and else by our rating. where narrows an alert down to
a subscription, resource_group, resource, category, meter or tags.

--webhook sends what fired, as JSON or in the form that Teams or Slack take. Where
AZWHATIF_WEBHOOK_SECRET is set, the header X-Azwhatif-Signature is "sha256=" and
the HMAC-SHA256, in hexadecimal, of X-Azwhatif-Timestamp, a point and the body.
The address itself may be a secret: AZWHATIF_WEBHOOK has it out of sight.

With --state, an alert that fired is not sent again for the same period unless it
is worse, by a tenth or by what worse_by says. What could not be sent is not
remembered, and the exit code is then 1.`

type alertOptions struct {
	asOf, format, hookFormat, state string
	commitments                     []string
}

func (p *program) alertCommand() *cobra.Command {
	var o alertOptions
	cmd := &cobra.Command{
		Use:   "alert SCENARIO.yaml",
		Short: "Check what a scenario watches, and tell when it fires",
		Long:  alertHelp,
		Example: `  azwhatif alert watch.yaml
  azwhatif alert watch.yaml --state alerts.json --webhook https://example.com/hook --webhook-format slack`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return p.alert(cmd.Context(), args[0], o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.asOf, "as-of", "", "check as of this day: later usage and cards do not count (default: today)")
	f.StringVar(&o.format, "format", "table", alertFormats.formatUsage())
	f.String("webhook", "", "send what fired to this https address")
	f.StringVar(&o.hookFormat, "webhook-format", "json", "the message: json, teams or slack")
	f.StringVar(&o.state, "state", "", "the file that remembers what was sent")
	f.StringSliceVar(&o.commitments, "commitments", nil, "saved answers on the account's commitments (azwhatif commitments --save): alerts on a MACC go by its real balance")
	return cmd
}

var alertFormats = formats[*alert.Checked]{
	{name: "table", print: report.AlertsTable},
	{name: "json", print: report.AlertsJSON},
	{name: "markdown", print: report.AlertsMarkdown},
}

func (p *program) alert(ctx context.Context, file string, o alertOptions) error {
	show, err := alertFormats.printer(o.format)
	if err != nil {
		return err
	}
	messages := map[string]func(io.Writer, *alert.Checked, report.Options) error{"json": report.AlertsJSON, "teams": report.AlertsTeams, "slack": report.AlertsSlack}
	message := messages[o.hookFormat]
	if message == nil {
		return badInput(fmt.Errorf("--webhook-format %q is not one of json, teams, slack", o.hookFormat))
	}
	hook, err := p.webhook()
	if err != nil {
		return badInput(err)
	}
	var memory alert.Memory
	if o.state != "" {
		damage := ""
		if memory, damage, err = notify.ReadState(o.state); err != nil {
			return badInput(err)
		}
		if damage != "" {
			p.tell("warning: ", damage)
		}
	}
	a, err := p.checkAlerts(ctx, file, o)
	if err != nil {
		return err
	}
	memory.Mark(a)
	for _, w := range a.Warnings {
		p.tell("warning: ", fmt.Sprint(w))
	}
	if err := show(p.stdout, a, p.screen()); err != nil {
		return err
	}
	due := *a
	due.Outcomes = slices.DeleteFunc(slices.Clone(a.Outcomes), func(o alert.Outcome) bool { return !o.Due })
	fired := len(a.Fired())
	if hook != nil && len(due.Outcomes) > 0 {
		var body bytes.Buffer
		if err := message(&body, &due, report.Options{}); err != nil {
			return err
		}
		if err := hook.Send(ctx, body.Bytes()); err != nil {
			return fmt.Errorf("%s fired and not sent: %w", alerts(len(due.Outcomes)), err)
		}
		p.say("sent %s to %s", alerts(len(due.Outcomes)), hook.Host())
	}
	if hook != nil && fired > len(due.Outcomes) {
		p.say("%s fired that had been sent before", alerts(fired-len(due.Outcomes)))
	}
	if o.state != "" && len(due.Outcomes) > 0 {
		if err := notify.WriteState(ctx, o.state, memory.With(a)); err != nil {
			return fmt.Errorf("what was sent is not remembered, and is sent again: %w", err)
		}
	}
	if fired > 0 {
		return &exitError{exitAlert, fmt.Errorf("%d of %s fired", fired, alerts(len(a.Outcomes)))}
	}
	return nil
}

func alerts(n int) string {
	if n == 1 {
		return "1 alert"
	}
	return fmt.Sprintf("%d alerts", n)
}

// webhook is where to send; nil for nowhere.
func (p *program) webhook() (*notify.Webhook, error) {
	if p.config.Webhook == "" {
		return nil, nil
	}
	hook, err := notify.New(p.config.Webhook)
	if err != nil {
		return nil, err
	}
	if err := p.config.Azure.Validate(); err != nil {
		return nil, err
	}
	azure := p.config.Azure // its times and its certificate hold here, too
	hook.UserAgent, hook.CAFile, hook.Now = "azwhatif/"+version(), azure.CAFile, p.now
	if azure.RetryDelay > 0 {
		hook.RetryDelay = azure.RetryDelay
	}
	if azure.Retries != 0 {
		hook.Retries = max(0, azure.Retries)
	}
	if azure.TryTimeout > 0 {
		hook.Timeout = azure.TryTimeout
	}
	if p.config.webhookSecret == "" {
		p.say("AZWHATIF_WEBHOOK_SECRET is not set: messages are not signed")
	}
	hook.Secret = []byte(p.config.webhookSecret)
	return hook, nil
}

// checkAlerts reads the scenario and its usage, and checks.
func (p *program) checkAlerts(ctx context.Context, file string, o alertOptions) (*alert.Checked, error) {
	asOf := o.asOf
	by, err := endOf(asOf)
	if err != nil {
		return nil, badInput(err)
	}
	day := p.now().UTC().Truncate(24 * time.Hour)
	if asOf != "" {
		day, _ = time.Parse(time.DateOnly, asOf) // endOf has read it
	}
	s, err := scenarioFile(file)
	if err != nil {
		return nil, err
	}
	if len(s.Alerts) == 0 {
		return nil, badInput(fmt.Errorf("%s has no alerts; see \"azwhatif alert --help\"", file))
	}
	in := alert.Input{Scenario: s, AsOf: day, By: by}
	if len(o.commitments) > 0 {
		stated, err := readCommitments(o.commitments)
		if err != nil {
			return nil, badInput(err)
		}
		in.Commitments = append([]reconcile.Commitment{}, stated.list...)
	}
	for _, imp := range s.Imports {
		used, err := p.alertUsage(ctx, s, imp)
		if err != nil {
			return nil, err
		}
		in.Used = append(in.Used, used...)
	}
	b, closeBook, err := p.scenarioBook(ctx, s, time.Time{})
	if err != nil {
		return nil, err
	}
	defer closeBook()
	err = store.Again(func() (err error) {
		in.Cards, err = p.alertCards(ctx, b, s, by)
		return err
	})
	if err != nil {
		return nil, err
	}
	a, err := alert.Check(ctx, b, in)
	if err != nil {
		return nil, classify(err)
	}
	return a, nil
}

// alertUsage reads an import's usage, as deep as the alerts look.
func (p *program) alertUsage(ctx context.Context, s *scenario.Scenario, imp scenario.Import) ([]scenario.Used, error) {
	spec := usage.Spec{ByDay: true}
	for _, a := range s.Alerts {
		if a.On == scenario.OnForecast {
			spec = carriedOn(spec)
		}
		for k := range a.Where.Tags {
			spec.Tags = append(spec.Tags, k)
		}
		spec.ByGroup = spec.ByGroup || a.Where.ResourceGroup != ""
		spec.ByResource = spec.ByResource || a.Where.Resource != ""
	}
	got, err := p.importFiles(ctx, s, imp, spec)
	if err != nil {
		return nil, err
	}
	got.KeepApart(true) // an alert may look at groups
	return imp.Taken(got), nil
}

// alertCards loads the newest cards, and those before, of the cases that alerts on price are of.
func (p *program) alertCards(ctx context.Context, b book, s *scenario.Scenario, by time.Time) (map[string][][2]*ratebook.Card, error) {
	pairs := map[string][][2]*ratebook.Card{}
	var all []ratebook.Header
	for _, a := range s.Alerts {
		if a.On != scenario.OnPrice || pairs[a.Case] != nil {
			continue
		}
		if all == nil {
			all = p.cards(ctx, b, cardFilter{})
		}
		i := slices.IndexFunc(s.Cases, func(c scenario.Case) bool { return c.Name == a.Case })
		of := slices.DeleteFunc(slices.Clone(all), func(h ratebook.Header) bool {
			return h.Terms != s.Cases[i].Terms || !by.IsZero() && h.Provenance.Fetched.After(by)
		})
		pairs[a.Case] = [][2]*ratebook.Card{}
		for _, group := range byTerms(past(of, p.now())) {
			for _, of := range alert.PriceCards(group) {
				var pair [2]*ratebook.Card
				for k, h := range of {
					card, err := b.Load(ctx, h)
					if err != nil {
						return nil, err
					}
					pair[k] = card
				}
				pairs[a.Case] = append(pairs[a.Case], pair)
			}
		}
	}
	return pairs, nil
}
