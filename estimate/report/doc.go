// Package report shows a comparison to readers and to programs: as a table for
// the terminal, as JSON, CSV, Markdown and HTML, and as the derivation of single
// figures (Explain). Nothing is calculated here but shares of tiers; amounts are
// rounded here, to the currency's minor unit, in Table, Markdown and HTML only.
// Table shows at most twenty notes of a kind; the other formats have all.
// JSON and CSV are written line by line, Table and Markdown a table at a time;
// no report keeps more than one case's lines.
//
// Forecast, ForecastMarkdown, ForecastJSON and ForecastCSV do the same for a
// forecast.
//
// # JSON
//
// JSON writes one object, version 1. Its keys come in this order:
//
//	version, scenario, start, months, cases; then
//	sample, hours_per_month, report_currency, exchange, imports, billed, covered, verdict,
//	complete_months, break_even, ranges, rankings, cash
//
// a case's:
//
//	name, base, source, offer, currency, market, region, card, cards, total, complete,
//	unpriced, difference, difference_percent, total_reported, by_month, charges,
//	lines, warnings; then
//	difference_currency, difference_reason, open, locale, discount, commitment,
//	commitments, assumptions, missing, discounts, benefits, found_benefits, bridge,
//	payable, machines
//
// and a line's:
//
//	workload, meter_id, meter, category, region, unit, quantity, amount, months;
//	then subcategory, subscription, tags, asked, mapped, extra, why, moved_from, levers,
//	priced, card_sha256
//
// difference and difference_percent are null, and difference_reason says why, where
// the case or the base case is incomplete, or still owes something after the scenario
// (open), or the two are of other usage or in other currencies. open is null where
// nothing is owed; else it has owed, until, total_with_it_lost, whole_term_months,
// whole_term and a month of it at the mean month's usage, and terms, each with what,
// until, amount. A month of by_month has month, total, and whether it is complete.
// complete_months stands there where the cases can be compared over the
// months that are complete in all of them, and not over the whole period: months,
// label, cases (name, total, difference, difference_percent, difference_reason) and
// left_out.
//
// bridge stands in the cases but the first where it was asked for: currency,
// and steps of lever, what, amount, total (with it), alone; or why there is none.
//
// A commitment has amount, months, drawn, lost, left, exhausted; then kind,
// effective_discount, plan, monthly, discount, pays_for, shortfall, milestones, by_month.
// Of a MACC, drawn is what counts toward it, lost what is due as a shortfall,
// and returned, by month, what shortfalls paid before pay for; purchases and prepaid,
// where there are any, are what of it was paid for benefits and for a prepayment. A case
// of several commitments has all of them under commitments, and the first under
// commitment, too; effective_discount is of all together.
//
// benefits are the case's reservations and savings plans, in the order in which
// they cover. Their bought and used are in the reserved meter's unit, of a savings
// plan money at its prices; cost is each month's part of the price, paid what is
// due in it. found_benefits is there where the case had them found. A line's month
// has covered where benefits cover some of its quantity: included and tiers are of
// the rest.
//
// machines are there with lines: each machine of the scenario with its workload, name,
// count, os, sql, licence (where it states one), need (what it needs after utilisation and comfort), why, size, hourly
// (the price of one machine's hour that it was chosen by, disks left out), cheaper (the
// next cheaper size, and why it does not fit), reason (why it has none), notes, and
// parts: what, of, meter_id, meter, count, line (the index among the case's lines),
// amount (its share of the line's; null where it is not priced) and reason.
//
// A line's extra is what it is for, of what the scenario has under extras, and why the
// rule that makes its quantity.
//
// cash is there where it was asked for: discount_rate, reference (what cases are held
// against), current (what is paid today) and, by case, what is paid in each month, in the
// case's currency, and what it saves, in compared_in. While waves move, still_paid is by
// month what is still paid of current, and paid_with_still what a case pays with it: both
// are in no total of the case, and count in saved, payback and present_value.
//
// Numbers are decimals as strings, unrounded, but version, months, a
// commitment's months and a part's line. Amounts are in the case's currency; difference is in
// difference_currency, which is report_currency where the scenario names one;
// difference_percent is 10 for ten percent; discount is 0.1 for ten percent.
// What does not exist is null: the difference of two currencies without a
// stated exchange, the total in a report currency that is not named, the
// quantity of a meter whose unit is not known, and the amount of usage without
// a price, which is never "0". A line's priced is false where any of its usage
// has no price; its amount, where it has one, is that of the rest.
// A region of "" is that of a meter which is the same everywhere; a case's
// region lists those of its meters, with commas.
//
// verdict has sentences. break_even is there where it was looked for, ranges where
// they were drawn; levels of usage in both are factors, 1 for the usage as stated.
// The amounts of ranges, but likely, are rounded to the currency's minor unit.
//
// Detail says how deep it goes: DetailCases leaves lines out, DetailMonths adds
// a line's months, DetailTiers adds the tiers to them. Included
// and tiers are the line's share of the meter's month by its rate alone; the
// month's amount is the share of all charges, after discounts, commitment,
// credit and recurring charges. Amounts of lines add up to the total, as do
// those of months and of charges.
//
// billed is what the exports of each import state, in each currency: for the
// usage that is rated, and for what is set aside; and beside the former what
// that usage costs in each case. Where the scenario has a typical month of an
// import, mean_month is billed in a mean one of the months, and estimated is in a
// mean month of the scenario's: a mean is never multiplied by months.
//
// imports counts the rows of each import's files: rows = usage + aside + refused.
// Their records are those of billed: its records (of usage that is rated) and those
// of aside, in all currencies, are usage and aside. In each case the records of usage
// are priced, or left with a reason, and so are what was billed for them and the hours
// of use that they count. billed_priced is the part of what stands beside a case that
// is of priced usage; covered, among the records of usage, what benefits cover.
//
// The same comparison gives the same bytes.
//
// # CSV
//
// CSV writes a row for each case, line and month. With DetailCases it writes a row
// a case: its total, whether it is complete, the difference or difference_reason, the
// same over complete_months where there are such, what is still owed after the
// scenario, and the charges. With DetailLines it writes a row a case and line, month
// being the span of months; with DetailTiers, as without a Detail, and in tiers what
// each tier prices. Decimals
// are unrounded and without separators of thousands. A row of usage without a
// price, or of a month whose usage is missing, has an empty amount and a reason. Each tag has a column of its own,
// "tag:project". drawn is the line's share of what its month drew from the
// commitment, or counted toward it; a purchase of the Marketplace is a line without a
// meter_id; covered, in a case with benefits, what they
// cover of the quantity. A text that begins with =, +, - or @ gets an apostrophe in
// front, so that no spreadsheet takes it for a formula. A scenario with imports has
// columns for what was billed: billed is what the export states for the line in
// billed_period: the row's month or, of a typical month, the mean one of a period,
// which adds up to nothing; billed_covered is what reservations or savings plans
// covered of the usage then, in billed_unit, the export's. A row a case says the same
// of all usage, in usage_covered. Line breaks and control
// characters in it become blanks. Numbers stay as they are. Rows end with a
// line feed.
package report
