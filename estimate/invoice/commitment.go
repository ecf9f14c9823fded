package invoice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"azwhatif/estimate/reconcile"
	"azwhatif/internal/terminal"
	"azwhatif/ratebook/azure"
	"azwhatif/ratebook/money"
)

const (
	lotsVersion = "2021-05-01"
	maccVersion = "2025-12-01-preview"

	ofMACC = "ConsumptionCommitment" // the source of lots and events that are a MACC's
)

// Commitments asks for a billing account's MACCs and the events of some days, as they
// come. Where the account's maccs resource cannot be read, lots and events are given
// all the same, with the reason: then milestones are not known.
func Commitments(ctx context.Context, client *azure.Client, account string, from, to time.Time) (all []json.RawMessage, without string, err error) {
	list := func(what, path string, values url.Values) error {
		ask := func(ctx context.Context) (*azure.Response, error) {
			return client.Get(ctx, Account(account, "")+path, values)
		}
		return client.Pages(ctx, what, ask, func(records []json.RawMessage) error {
			all = append(all, records...)
			return nil
		})
	}
	err = list("the commitments", "/providers/Microsoft.Consumption/lots", url.Values{"api-version": {lotsVersion}, "$filter": {"source eq '" + ofMACC + "'"}})
	if err != nil {
		return nil, "", err
	}
	err = list("the commitments' events", "/providers/Microsoft.Consumption/events", url.Values{
		"api-version": {lotsVersion}, "$filter": {"lotsource eq '" + ofMACC + "'"}, "startDate": {from.Format(time.DateOnly)}, "endDate": {to.Format(time.DateOnly)}})
	if err != nil {
		return nil, "", err
	}
	before := len(all)
	err = list("the commitments' milestones", "/providers/Microsoft.BillingBenefits/applicableMaccs", url.Values{"api-version": {maccVersion}})
	if err == nil {
		return all, "", nil
	}
	var refused *azure.Error
	if ctx.Err() == nil && errors.As(err, &refused) && refused.Status >= 400 && refused.Status < 500 {
		return all[:before], err.Error(), nil
	}
	return nil, "", err
}

// Kept are commitments as answers and files state them.
type Kept struct {
	Lots, Resources []reconcile.Commitment
	Events          []reconcile.Event
	Left            []string // records that are none of these, by what they are
}

// Add reads one record: a lot, an event, or a macc.
func (k *Kept) Add(raw json.RawMessage) error {
	switch kind := kindOf(raw); kind {
	case "microsoft.consumption/lots", "microsoft.billing/billingaccounts/lots":
		c, source, err := decodeLot(raw)
		if err != nil {
			return err
		}
		if !strings.EqualFold(source, ofMACC) {
			k.Left = append(k.Left, fmt.Sprintf("lot %s, of source %q", c.ID, source))
			return nil
		}
		k.Lots = append(k.Lots, c)
	case "microsoft.consumption/events", "microsoft.billing/billingaccounts/events":
		e, source, err := decodeEvent(raw)
		if err != nil {
			return err
		}
		if source != "" && !strings.EqualFold(source, ofMACC) {
			k.Left = append(k.Left, fmt.Sprintf("event %s, of source %q", e.ID, source))
			return nil
		}
		k.Events = append(k.Events, e)
	case "microsoft.billingbenefits/applicablemaccs", "microsoft.billingbenefits/maccs", "microsoft.billingbenefits/maccs/contributors":
		c, err := decodeMACC(raw)
		if err != nil {
			return err
		}
		k.Resources = append(k.Resources, c)
	case "":
		return errors.New(`a record has no "type": it is none of Microsoft.Consumption/lots, Microsoft.Consumption/events and Microsoft.BillingBenefits/maccs`)
	default:
		return fmt.Errorf("a record of type %.60q is none of Microsoft.Consumption/lots, Microsoft.Consumption/events and Microsoft.BillingBenefits/maccs", terminal.Clean(kind))
	}
	return nil
}

type sumWire struct {
	Currency, CurrencyCode string
	Value, Amount          json.Number
}

// amount reads {"currency": "USD", "value": 1} and {"currencyCode": "USD", "amount": 1}.
func (w *sumWire) amount(what string) (*money.Amount, error) {
	if w == nil {
		return nil, nil
	}
	text, code := w.Value, w.Currency
	if text == "" {
		text = w.Amount
	}
	if code == "" {
		code = w.CurrencyCode
	}
	value, err := money.Parse(text.String())
	if err != nil {
		return nil, fmt.Errorf("its %s: %w", what, err)
	}
	currency, err := money.ParseCurrency(code)
	if err != nil {
		return nil, fmt.Errorf("its %s: %w", what, err)
	}
	return &money.Amount{Value: value, Currency: currency}, nil
}

// decodeLot reads a lot. Source: learn.microsoft.com, track-consumption-commitment.
func decodeLot(raw json.RawMessage) (c reconcile.Commitment, source string, err error) {
	var w struct {
		Name       string
		Properties struct {
			PurchasedDate, Status, Source, StartDate, ExpirationDate string
			OriginalAmount, ClosedBalance                            *sumWire
		}
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return c, "", fmt.Errorf("a lot cannot be read: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	p := w.Properties
	c = reconcile.Commitment{ID: terminal.Clean(w.Name), Kind: reconcile.MACC, Category: "Spend", Status: terminal.Clean(p.Status)}
	fail := func(err error) (reconcile.Commitment, string, error) {
		return c, "", fmt.Errorf("lot %s: %w", c.ID, err)
	}
	if c.ID == "" {
		return fail(errors.New("it has no name"))
	}
	if c.Amount, err = p.OriginalAmount.amount("originalAmount"); err != nil {
		return fail(err)
	}
	if c.Amount == nil {
		return fail(errors.New("it has no originalAmount"))
	}
	c.Currency = c.Amount.Currency
	balance, err := p.ClosedBalance.amount("closedBalance")
	switch {
	case err != nil:
		return fail(err)
	case balance != nil && balance.Currency != c.Currency:
		return fail(fmt.Errorf("its originalAmount is in %s and its closedBalance in %s", c.Currency, balance.Currency))
	case balance != nil:
		c.Balance = &balance.Value
	}
	if c.Bought, err = moment("purchasedDate", p.PurchasedDate); err != nil {
		return fail(err)
	}
	if err := termOf(&c, "startDate", p.StartDate, "expirationDate", p.ExpirationDate); err != nil {
		return fail(err)
	}
	return c, terminal.Clean(p.Source), nil
}

// decodeEvent reads an event of a MACC's balance; source as of a lot.
func decodeEvent(raw json.RawMessage) (e reconcile.Event, source string, err error) {
	var w struct {
		Name       string
		Properties struct {
			BillingProfileDisplayName, LotID, LotSource, TransactionDate, Description, EventType, InvoiceNumber string
			Charges, ClosedBalance                                                                              *sumWire
		}
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return e, "", fmt.Errorf("an event cannot be read: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	p := w.Properties
	lot := p.LotID[strings.LastIndex(p.LotID, "/")+1:]
	e = reconcile.Event{
		ID: terminal.Clean(w.Name), Lot: terminal.Clean(lot), Text: terminal.Clean(p.Description), Invoice: terminal.Clean(p.InvoiceNumber),
		Profile: terminal.Clean(p.BillingProfileDisplayName), Kind: terminal.Clean(p.EventType),
	}
	fail := func(err error) (reconcile.Event, string, error) {
		return e, "", fmt.Errorf("event %s: %w", e.ID, err)
	}
	charges, err := p.Charges.amount("charges")
	if err != nil {
		return fail(err)
	}
	if charges == nil {
		return fail(errors.New("it has no charges"))
	}
	e.Charges = *charges
	balance, err := p.ClosedBalance.amount("closedBalance")
	if err != nil {
		return fail(err)
	}
	if balance != nil && balance.Currency == charges.Currency {
		e.Balance = &balance.Value
	}
	if e.Date, err = moment("transactionDate", p.TransactionDate); err != nil {
		return fail(err)
	}
	if e.Date.IsZero() {
		return fail(errors.New("it has no transactionDate"))
	}
	return e, terminal.Clean(p.LotSource), nil
}

// decodeMACC reads a macc, or what of one applies to an account. Source:
// Microsoft.BillingBenefits in azure-rest-api-specs, 2025-12-01-preview and 2026-06-01.
func decodeMACC(raw json.RawMessage) (c reconcile.Commitment, err error) {
	type shortfall struct{ Charge *sumWire }
	var w struct {
		Name       string
		Properties struct {
			DisplayName, StartAt, EndAt, SystemID, Status, AutomaticShortfall, EntityType string
			Commitment, Consumed                                                          *sumWire
			Shortfall                                                                     *shortfall
			Milestones                                                                    []struct {
				AutomaticShortfall, EndAt, MilestoneID, Status string
				Commitment                                     *sumWire
				Shortfall                                      *shortfall
			}
		}
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return c, fmt.Errorf("a macc cannot be read: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	p := w.Properties
	c = reconcile.Commitment{
		ID: terminal.Clean(p.SystemID), Name: terminal.Clean(p.DisplayName), Kind: reconcile.MACC, Category: "Spend", Status: terminal.Clean(p.Status),
		Shortfall: terminal.Clean(p.AutomaticShortfall), Resource: true,
	}
	if c.ID == "" {
		c.ID = terminal.Clean(w.Name)
	}
	fail := func(err error) (reconcile.Commitment, error) { return c, fmt.Errorf("macc %s: %w", c.ID, err) }
	if c.ID == "" {
		return fail(errors.New("it has neither a systemId nor a name"))
	}
	if c.Amount, err = p.Commitment.amount("commitment"); err != nil {
		return fail(err)
	}
	if c.Amount == nil {
		return fail(errors.New("it has no commitment"))
	}
	c.Currency = c.Amount.Currency
	consumed, err := p.Consumed.amount("consumed")
	if err != nil {
		return fail(err)
	}
	if consumed != nil && consumed.Currency == c.Currency {
		c.Consumed = &consumed.Value
	}
	if p.Shortfall != nil {
		if c.Charged, err = p.Shortfall.Charge.amount("shortfall"); err != nil {
			return fail(err)
		}
	}
	if strings.EqualFold(p.EntityType, "Contributor") {
		c.Notes = append(c.Notes, "it contributes to another account's commitment: amounts are those of all together")
	}
	if err := termOf(&c, "startAt", p.StartAt, "endAt", p.EndAt); err != nil {
		return fail(err)
	}
	for i, m := range p.Milestones {
		one := reconcile.Milestone{ID: terminal.Clean(m.MilestoneID), Status: terminal.Clean(m.Status), Shortfall: terminal.Clean(m.AutomaticShortfall)}
		amount, err := m.Commitment.amount(fmt.Sprintf("milestone %d", i+1))
		switch {
		case err != nil:
			return fail(err)
		case amount == nil:
			return fail(fmt.Errorf("its milestone %d has no commitment", i+1))
		case amount.Currency != c.Currency:
			return fail(fmt.Errorf("its milestone %d is in %s, and it is in %s", i+1, amount.Currency, c.Currency))
		}
		one.Amount = *amount
		if c.Amount.Value.Less(amount.Value) {
			c.Notes = append(c.Notes, fmt.Sprintf("its milestone %d is of %s, more than the commitment of %s: as Microsoft states it", i+1, amount, c.Amount))
		}
		end, err := moment("endAt", m.EndAt)
		if err != nil || end.IsZero() {
			return fail(fmt.Errorf("its milestone %d: endAt %.40q is not a time", i+1, m.EndAt))
		}
		one.Until = behind(end)
		if m.Shortfall != nil {
			if one.Charged, err = m.Shortfall.Charge.amount("shortfall"); err != nil {
				return fail(err)
			}
		}
		c.Milestones = append(c.Milestones, one)
	}
	return c, nil
}

// moment reads a time, "" as none.
func moment(what, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1990 && t.Year() < 2200 {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("its %s %.40q is not a time such as 2026-03-01T00:00:00Z", what, terminal.Clean(s))
}

// behind is the moment behind the last of a term whose end is stated: a day's last
// second ends with the day, and a day at midnight counts.
func behind(end time.Time) time.Time {
	return end.Truncate(24*time.Hour).AddDate(0, 0, 1)
}

// termOf reads the first and the last moment of a term. Where a term would end on the
// day of the month that it began on, at midnight, that is taken for the day behind
// the last, as Azure's older examples have it.
func termOf(c *reconcile.Commitment, startName, start, endName, end string) (err error) {
	if c.Start, err = moment(startName, start); err != nil {
		return err
	}
	last, err := moment(endName, end)
	if err != nil || last.IsZero() {
		return err
	}
	c.Until = behind(last)
	if !c.Start.IsZero() && last.Equal(last.Truncate(24*time.Hour)) && last.Day() == c.Start.Day() && last.After(c.Start) {
		c.Until = last
		c.Notes = append(c.Notes, fmt.Sprintf("Azure gives %s as its %s, on the day that it started on: it is taken for the day behind the last", last.Format(time.DateOnly), endName))
	}
	if !c.Start.IsZero() && !c.Until.After(c.Start) {
		return fmt.Errorf("its %s %s is before its %s %s", endName, last.Format(time.DateOnly), startName, c.Start.Format(time.DateOnly))
	}
	return nil
}
