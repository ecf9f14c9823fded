// Package chargeback says who pays what: it shares what a case costs out to cost
// centres.
//
// A cost centre is a tag's value, a subscription, a resource group or a workload
// (scenario.ChargeBy). It pays for its own lines, each with its shares of
// commitments, credits and discounts (estimate.Estimate.LineCharges), and bears
// a part of what the rules of the scenario split. Then each month is rounded to
// the currency's minor unit so that nothing is lost: the dues of the centres add
// up to the month's, and the months' to the case's total.
package chargeback
