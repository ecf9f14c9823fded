package invoice

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"azwhatif/estimate/reconcile"
	"azwhatif/internal/terminal"
	"azwhatif/ratebook/money"
)

// contractColumns are those of FOCUS 1.3's Contract Commitment dataset that have to
// be there.
var contractColumns = []string{"ContractCommitmentId", "ContractCommitmentType", "ContractCommitmentCategory", "ContractCommitmentCost", "ContractCommitmentPeriodStart", "ContractCommitmentPeriodEnd", "BillingCurrency"}

// IsContractCommitments tells by the header whether a file is FOCUS's Contract
// Commitment dataset, as CSV.
func IsContractCommitments(data []byte) bool {
	line, _, _ := bytes.Cut(bytes.TrimPrefix(data, []byte("\ufeff")), []byte("\n"))
	return bytes.Contains(bytes.ToLower(line), []byte("contractcommitmentid"))
}

// ContractCommitments reads FOCUS 1.3's Contract Commitment dataset. Source:
// FOCUS_Spec, specification/datasets/contract_commitment. An error names the line.
func ContractCommitments(data []byte) (all []reconcile.Commitment, err error) {
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	head, err := in.Read()
	if err != nil {
		return nil, errors.New("it has no header")
	}
	at := map[string]int{}
	for i, name := range head {
		at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range contractColumns {
		if _, ok := at[strings.ToLower(name)]; !ok {
			return nil, fmt.Errorf("FOCUS's Contract Commitment dataset has a column %s, and the header has none", name)
		}
	}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("it cannot be read: %w", err)
		}
		line, _ := in.FieldPos(0)
		c, err := contractCommitment(func(name string) string {
			i, ok := at[strings.ToLower(name)]
			if !ok || strings.EqualFold(row[i], "null") {
				return ""
			}
			return terminal.Clean(strings.TrimSpace(row[i]))
		})
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		all = append(all, c)
	}
}

func contractCommitment(field func(string) string) (c reconcile.Commitment, err error) {
	c = reconcile.Commitment{
		ID: field("ContractCommitmentId"), Name: field("ContractCommitmentDescription"), Kind: field("ContractCommitmentType"), Category: field("ContractCommitmentCategory"),
		Status: field("ContractCommitmentLifecycleStatus"), Unit: field("ContractCommitmentUnit"), Contract: field("ContractId"),
	}
	if strings.EqualFold(c.Kind, reconcile.MACCInFull) {
		c.Kind = reconcile.MACC
	}
	if c.ID == "" {
		return c, errors.New("ContractCommitmentId is empty")
	}
	if c.Currency, err = money.ParseCurrency(field("BillingCurrency")); err != nil {
		return c, fmt.Errorf("BillingCurrency: %w", err)
	}
	if text := field("ContractCommitmentCost"); text != "" {
		value, err := money.Parse(text)
		if err != nil {
			return c, fmt.Errorf("ContractCommitmentCost: %w", err)
		}
		c.Amount = &money.Amount{Value: value, Currency: c.Currency}
	}
	if text := field("ContractCommitmentQuantity"); text != "" {
		value, err := money.Parse(text)
		if err != nil {
			return c, fmt.Errorf("ContractCommitmentQuantity: %w", err)
		}
		c.Quantity = &value
	}
	if c.Amount == nil && c.Quantity == nil {
		return c, errors.New("it has neither a ContractCommitmentCost nor a ContractCommitmentQuantity")
	}
	for _, t := range []struct {
		name string
		to   *time.Time
	}{
		{"ContractCommitmentPeriodStart", &c.Start}, {"ContractCommitmentPeriodEnd", &c.Until}, {"ContractPeriodStart", &c.ContractStart}, {"ContractPeriodEnd", &c.ContractUntil},
	} {
		if *t.to, err = moment(t.name, field(t.name)); err != nil {
			return c, err
		}
	}
	if !c.Start.IsZero() && !c.Until.IsZero() && !c.Until.After(c.Start) {
		return c, fmt.Errorf("ContractCommitmentPeriodEnd %s is not behind ContractCommitmentPeriodStart %s", c.Until.Format(time.RFC3339), c.Start.Format(time.RFC3339))
	}
	return c, nil
}
