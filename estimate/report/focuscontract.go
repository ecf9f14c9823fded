package report

import (
	"encoding/csv"
	"io"
	"time"

	"azwhatif/estimate/reconcile"
)

// contractColumns are those of the Contract Commitment dataset of FOCUS 1.3.
var contractColumns = []string{
	"ContractCommitmentId", "ContractCommitmentType", "ContractCommitmentCategory", "ContractCommitmentCost", "ContractCommitmentQuantity", "ContractCommitmentUnit",
	"ContractCommitmentDescription", "ContractCommitmentPeriodStart", "ContractCommitmentPeriodEnd", "ContractId", "ContractPeriodStart", "ContractPeriodEnd", "BillingCurrency",
}

// CommitmentsFOCUS writes the Contract Commitment dataset of FOCUS 1.3, as CSV. Ends
// of periods are exclusive, as FOCUS has them. Of a commitment of which no contract is
// stated, the contract is itself.
//
// Source: FOCUS_Spec, v1.3, specification/datasets/contract_commitment.
func CommitmentsFOCUS(w io.Writer, a *reconcile.AccountCommitments, _ Options) error {
	rows := [][]string{contractColumns}
	for _, c := range a.Checks {
		kind, contract, from, until := c.Kind, c.Contract, c.ContractStart, c.ContractUntil
		if c.IsMACC() {
			kind = reconcile.MACCInFull
		}
		if contract == "" {
			contract, from, until = c.ID, c.Start, c.Until
		}
		rows = append(rows, []string{
			unformula(c.ID), unformula(kind), unformula(c.Category), decimalOrNone(valueOf(c.Amount)), decimalOrNone(c.Quantity), unformula(c.Unit), unformula(c.Name),
			focusTime(c.Start), focusTime(c.Until), unformula(contract), focusTime(from), focusTime(until), string(c.Currency),
		})
	}
	return csv.NewWriter(w).WriteAll(rows)
}

func focusTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
