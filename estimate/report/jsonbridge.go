package report

import (
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
)

type jsonBridge struct {
	Currency money.Currency   `json:"currency,omitempty"`
	Steps    []jsonBridgeStep `json:"steps"`
	Why      string           `json:"why,omitempty"`
}

type jsonBridgeStep struct {
	Lever  string         `json:"lever"`
	What   string         `json:"what"`
	Amount money.Decimal  `json:"amount"`
	Total  money.Decimal  `json:"total"`
	Alone  *money.Decimal `json:"alone"`
}

func bridgeJSON(k *summary, b compare.Bridge) *jsonBridge {
	out := &jsonBridge{Steps: []jsonBridgeStep{}, Why: b.Why}
	if b.Why == "" {
		out.Currency = k.reported.Currency
	}
	for _, s := range b.Steps {
		out.Steps = append(out.Steps, jsonBridgeStep{s.Name, s.What, s.Amount, s.After, s.Alone})
	}
	return out
}
