package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"azwhatif/estimate/alert"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

type jsonAlerts struct {
	Version  int         `json:"version"`
	Scenario string      `json:"scenario"`
	AsOf     string      `json:"as_of"`
	Fired    int         `json:"fired"`
	Alerts   []jsonAlert `json:"alerts"`
	Warnings []string    `json:"warnings"`
}

type jsonAlert struct {
	Name    string         `json:"name"`
	Status  string         `json:"status"` // fired, quiet, unknown
	Due     bool           `json:"due"`    // it fired, and was not sent for its period, or is worse
	On      string         `json:"on"`
	Of      string         `json:"of"`
	Case    string         `json:"case"`
	Scope   string         `json:"scope"`
	Period  string         `json:"period"`
	Value   *money.Decimal `json:"value"` // null where it is unknown; 0.8 for 80%
	Kind    string         `json:"kind"`  // of value: amount, part or count
	Side    string         `json:"side"`  // of the limit that it fires on
	Limit   money.Decimal  `json:"limit"`
	Unit    string         `json:"currency"` // of an amount; else of the budget, or ""
	Text    string         `json:"text"`
	Details []string       `json:"details"`
	Notes   []string       `json:"notes"`
}

// AlertsJSON writes outcomes for programs, as {"version": 1, …}; decimals are
// strings, unrounded.
func AlertsJSON(w io.Writer, a *alert.Checked, _ Options) error {
	out := jsonAlerts{
		Version: 1, Scenario: a.Scenario.Name, AsOf: a.AsOf.Format(time.DateOnly), Fired: len(a.Fired()),
		Alerts: []jsonAlert{}, Warnings: append([]string{}, a.Warnings...),
	}
	for _, o := range a.Outcomes {
		j := jsonAlert{
			Name: o.Name, Status: string(o.Status), Due: o.Due, On: string(o.On), Of: string(o.Of), Case: o.Case, Scope: o.Where.String(), Period: o.Period,
			Kind: figureKind(o.Limit), Side: "above", Limit: o.Limit.Value, Unit: string(o.Currency()), Text: o.Text,
			Details: append([]string{}, o.Details...), Notes: append([]string{}, o.Notes...),
		}
		if o.Below {
			j.Side = "below"
		}
		if o.Status != alert.Unknown {
			value := o.Value
			j.Value, j.Kind = &value.Value, figureKind(value)
			if value.Currency != "" {
				j.Unit = string(value.Currency)
			}
		}
		out.Alerts = append(out.Alerts, j)
	}
	return indented(w, out)
}

func figureKind(f scenario.AlertLimit) string {
	switch {
	case f.Part:
		return "part"
	case f.Currency != "":
		return "amount"
	}
	return "count"
}

// mostChat is how many alerts a chat message has; what a chat shows is limited.
const mostChat = 15

// chatLines are what a chat shows of an outcome, shortened.
func chatLines(o alert.Outcome) (head, text string, details []string) {
	for i, d := range o.Details {
		if i == 5 {
			details = append(details, fmt.Sprintf("and %d more", len(o.Details)-i))
			break
		}
		details = append(details, shorten(clean(d), 200))
	}
	return shorten(clean(o.Name+", "+o.Period), 140), shorten(clean(o.Text), 600), details
}

// AlertsTeams writes outcomes as the message with an adaptive card that a webhook
// of Microsoft Teams takes.
func AlertsTeams(w io.Writer, a *alert.Checked, _ Options) error {
	type block map[string]any
	body := []block{{"type": "TextBlock", "size": "Medium", "weight": "Bolder", "wrap": true, "text": teamsText(alertsTitle(a))}}
	for i, o := range a.Outcomes {
		if i == mostChat {
			body = append(body, block{"type": "TextBlock", "wrap": true, "isSubtle": true, "text": fmt.Sprintf("and %d more", len(a.Outcomes)-i)})
			break
		}
		head, text, details := chatLines(o)
		body = append(body, block{"type": "TextBlock", "weight": "Bolder", "wrap": true, "separator": true, "text": teamsText(head)},
			block{"type": "TextBlock", "wrap": true, "spacing": "None", "text": teamsText(text)})
		for _, d := range details {
			body = append(body, block{"type": "TextBlock", "wrap": true, "spacing": "None", "isSubtle": true, "text": "- " + teamsText(d)})
		}
	}
	return indented(w, map[string]any{
		"type": "message",
		"attachments": []any{map[string]any{
			"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": nil,
			"content": map[string]any{"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4", "msteams": map[string]string{"width": "Full"}, "body": body},
		}},
	})
}

// teamsEscape keeps names from being read as Markdown, as far as cards know it.
var teamsEscape = strings.NewReplacer("*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`)

func teamsText(s string) string { return teamsEscape.Replace(clean(s)) }

// AlertsSlack writes outcomes as the message that a webhook of Slack takes.
func AlertsSlack(w io.Writer, a *alert.Checked, _ Options) error {
	type block map[string]any
	title := shorten(clean(alertsTitle(a)), 140)
	blocks := []block{{"type": "header", "text": map[string]any{"type": "plain_text", "text": title, "emoji": false}}}
	for i, o := range a.Outcomes {
		if i == mostChat {
			blocks = append(blocks, block{"type": "section", "text": map[string]string{"type": "mrkdwn", "text": fmt.Sprintf("and %d more", len(a.Outcomes)-i)}})
			break
		}
		head, text, details := chatLines(o)
		lines := []string{"*" + slackText(head) + "*", slackText(text)}
		for _, d := range details {
			lines = append(lines, "• "+slackText(d))
		}
		blocks = append(blocks, block{"type": "section", "text": map[string]string{"type": "mrkdwn", "text": strings.Join(lines, "\n")}})
	}
	return indented(w, map[string]any{"text": slackText(title), "blocks": blocks})
}

// slackEscape is what Slack asks to be replaced; the signs of its formats have no
// escape, and become others that look alike.
var slackEscape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "*", "∗", "`", "'")

func slackText(s string) string { return slackEscape.Replace(s) }
