// Package estimate says what one case of a scenario would cost. A case is compiled into
// a Plan, and priced: that gives an Estimate. Price does both for all cases; package
// compare holds them against the base case.
//
// # The order of money operations
//
// For each case, billing month and subscription:
//
//  1. Machines are sized on each case's card, and become usage of the meters of
//     their size, licences, disks and addresses: what every case prices by the same
//     meter is one line. (machinesize.go, machineusage.go) Each usage is resolved to
//     the case's meter (changes applied, region moved) and its quantity converted to the meter's unit. (resolve.go, target.go) A
//     quantity after growth is rounded half to even at 12 decimals; the case's
//     scale is multiplied after that. (scenario.Growth)
//     Levers (own licences, spot) then take the same thing's other meter in
//     that region of the case's card; what is for an own licence only is not
//     used. (cardmeter.go, lever.go)
//  2. Quantities are summed by meter and subscription: tiers and included
//     quantities count the month's total, and start again each month. (compile.go)
//     Of meters that are listed so, tiers count all subscriptions of a billing
//     account together, and each is charged its part by its quantity. (pool.go,
//     ratebook.AccountWide)
//  3. Benefits cover usage of their meters, over all subscriptions or of the one in
//     their scope, hour by hour: reservations, then savings plans, each greatest
//     discount first; of each kind those of one subscription first, of these what one
//     has already (benefitowned.go), then in the order stated; where the negotiated price is the lower, it is what draws
//     the plan. What is covered has no price but that of a licence.
//     (benefitcover.go) Of the rest, Included is taken off; then the tiers,
//     graduated, from zero, price what remains. (charge.go, ratebook.Ladder)
//     A price that changes within a month counts from its day on, where the days of the
//     usage are known; the tiers go on where the days before have reached. (pricechange.go)
//     A month whose quantity is below zero takes it off the month before, at that
//     month's rate and at the tiers that it is taken from, where that month has so
//     much (what a benefit covered of it comes last, and gives nothing back); else
//     it is a credit at the first tier that is not free. (correction.go)
//     A benefit costs each month of its term its part of the price, by hours,
//     used or not and whenever it is paid: a scenario that is shorter than the
//     term bears only its months. What one has already costs every case the same:
//     its stated monthly price in each month of its term. (benefit.go)
//  4. Discounts: the offer's, on eligible charges (meters that the offer does
//     not exclude and that are not tagged Third Party), or that of the
//     commitment where the scenario or a plan of 2012 states one; then the
//     negotiated one: of the case's discounts by meter the first that picks the
//     meter, else the case's discount. (discount.go, prepay.go)
//  5. Prepayment: eligible charges, after discounts, draw it down month by
//     month, over all subscriptions; where it pays for reservations and savings
//     plans (a fact of the offer, or stated), what is paid for these does first.
//     What exceeds it is charged without the offer's discount (each
//     meter by the same part); what is left when the term ends is lost, and is
//     cost of the term's last month. A plan of 2012 is such a commitment for
//     each of its months. Eligible charges that are below zero in all, as after
//     corrections, are refunded as they were paid: what was beyond it first, the
//     rest goes back to it. (prepay.go, commitment.go)
//  6. The monthly credit covers eligible charges of its own month that nothing
//     has paid yet, up to its amount, and is not carried over; it pays for no
//     benefit. Recurring charges are added. Both are per subscription. (credit.go, recurring.go)
//  7. A MACC: nothing is paid before. What is then still to be paid of eligible
//     charges counts toward it up to its amount, and the purchases of the
//     prepayment and of benefits that nothing paid yet, and eligible ones of the
//     Marketplace, which are in every case's total and which nothing else pays
//     for. What is missing at a milestone, and at the term's end, is cost of that
//     month and counts as reached. What was paid for milestones pays for eligible charges of the
//     term's later months, which do not count again (or for nothing, where the
//     scenario says so). No amount is paid for by two of prepayment, credit and
//     these. A term that goes on after the scenario loses nothing yet. (macc.go)
//  8. Every sum is shared back to its meters, in proportion to what they were
//     charged, and from a meter to its lines, in proportion to their
//     quantities; the parts add up to the sum exactly. What a benefit costs is
//     shared to the meters that it covers, by what each takes of it; what of it
//     is unused stands in a line of its own. (share.go)
//  9. Totals are exchanged to the currency of the report, last, at the
//     scenario's stated rate. (compare/comparison.go) Rounding is for showing only.
//
// # Compiled once, priced many times
//
// A case is compiled once into a Plan (compile.go, plan.go): its lines, its meters with
// the rate in force in each month, made ready to charge (ratebook.Ladder), and each
// month's terms. Plan.price takes the stages above in their order (price.go), each from
// columns to columns: a table has a row for each meter, a figure for each month
// (table.go). Kinds of charges that are zero throughout have no column, and what the
// single tiers charge is worked out where it is asked for (Estimate.Month). Plans are
// priced again at other levels of usage, for other quantities, benefits and
// commitments: by break-evens, ranges, searches for benefits, whole terms (Estimate.Lasting)
// and forecasts (Plan.Times). A search over levels prices a plan of fewer meters, with the
// same totals (fold.go). A forecast carries quantities on in floats, and rounds
// them at nine decimals; from there on the order is the same.
//
// Thousands of draws of uncertain usage are priced on a model in floats (drawmodel.go),
// many at a time, which is held to the engine before it is used (compare/drawer.go). Drawn
// on the engine itself, 200 lines in 12 cases take 11 to 16 times as long (docs/speed.md).
// What a rate, a slab and a commitment charge, the model takes from the engine's own rules
// (drawcurve.go, balance.go).
//
// # Where a rule stands
//
// Files without a folder are of this package, workbook/ and compare/ stand below it. TestPricing
// (NAME) is estimate/testdata/NAME.txtar. A plan of 2012 is a ratebook.Plan, and not a Plan.
//
// What a rule rests on is said beside its stage, and told in the order of rules
// (rule.go). There stands, too, whether the model of draws knows the rule: cases with one
// that it does not know are drawn on the engine. What differs between kinds of benefits
// is one table (ratebook.BenefitKinds).
//
//	rule                       file                  workbook                      test
//	growth, scale              scenario/growth.go    workbook/usage.go             TestGrow, workbook TestRecalculated
//	machines, their sizes      machinesize.go        workbook/machines.go          TestPricing (machines*), TestCores
//	meters, regions, levers    cardmeter.go          -                             TestPricing (regions, levers)
//	sums by meter              compile.go            workbook/casemeters.go        TestTies, TestRecalculated
//	benefits cover usage       benefitcover.go       workbook/casebenefits.go      TestPricing (benefits-*), TestBenefitsRecalculated
//	benefits one has already   benefitowned.go       workbook/ownedinputs.go       TestPricing (owned), TestIndependent, TestBenefitsChanged
//	included, tiers            ratebook/ladder.go    workbook/casemeters.go        TestCharge, TestLadder, TestRecalculated
//	prices within a month      pricechange.go        workbook/caseparts.go         TestPricing (price-change), TestDayByDay, TestPriceWithinMonth, TestChangedWithinMonth
//	tiers of an account        pool.go               workbook/casepool.go          TestPricing (tier-scope*), TestTies, TestRecalculated
//	months below zero          correction.go         workbook/casebelow.go         TestPricing (below-zero), workbook TestBelowZero
//	offer's discount           discount.go           workbook/caselevels.go        TestPricing (discount-rules), TestRecalculated
//	negotiated discounts       prepay.go             workbook/caseterms.go         TestPricing (discounts), TestRecalculated
//	prepayment, plans of 2012  prepay.go, balance.go workbook/casecommitment.go    TestPricing (commitment, plan), TestChangedCommitments
//	MACC                       macc.go, balance.go   workbook/casecommitment.go    TestPricing (macc*, commitments), TestChangedCommitments
//	credit                     credit.go             workbook/casesubs.go          TestPricing (credit), TestRecalculated
//	charges of each month      recurring.go          workbook/casesubs.go          TestPricing (credit), TestRecalculated
//	Marketplace                marketplace.go        workbook/marketplace.go       TestPricing (marketplace), TestChangedPurchases
//	shares to lines            share.go              workbook/caselines.go         TestTies, TestLineCharges, TestRecalculated
//	exchange                   compare/comparison.go workbook/reported.go          TestPricing (exchange), TestRecalculated
//	the same in floats         drawmodel.go          -                             TestDrawModel
//
// A quantity without a price is Unpriced: it stands beside the total, which is
// then incomplete. It is never zero.
package estimate
