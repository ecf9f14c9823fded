// Package estimate says what a scenario would come to, case by case, and
// compares the cases with the base case.
//
// # The order of money operations
//
// For each case, billing month and subscription:
//
//  1. Each usage is resolved to the case's meter (changes applied, region
//     moved) and its quantity converted to the meter's unit. (resolve.go)
//  2. Quantities are summed by meter and subscription: tiers and included
//     quantities count the month's total, and start again each month. (bill.go)
//  3. Included is taken off; then the tiers, graduated, from zero, price what
//     remains. (ratebook.Rate.Charge)
//  4. Discounts: the offer's, on eligible charges (meters that the offer does
//     not exclude and that are not tagged Third Party); then the negotiated
//     one. (discount.go)
//  5. Commitment: eligible charges, after discounts, draw it down month by
//     month, over all subscriptions. What exceeds it is charged without the
//     offer's discount. What is left when the term ends is lost, and counts as
//     cost of the term's last month. (commitment.go)
//  6. The monthly credit covers eligible charges of its own month, up to its
//     amount, and is not carried over. Recurring charges are added. Both are
//     per subscription. (credit.go)
//  7. Every sum is shared back to its meters, in proportion to what they were
//     charged, and from a meter to its lines, in proportion to their
//     quantities; the parts add up to the sum exactly. (share.go)
//  8. Totals are exchanged to the currency of the report, last, at the
//     scenario's stated rate. (comparison.go) Rounding is for showing only.
//
// A quantity without a price is Unpriced: it stands beside the total, which is
// then incomplete. It is never zero.
package estimate
