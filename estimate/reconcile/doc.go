// Package reconcile says what exports have of usage and cost, and holds what was
// billed against what that usage costs at a card's rates.
//
//   - Inspect: what kinds of records there are, and by what their meters are found
//     in a card.
//   - Spend: what was used and billed by day, month, meter, tag and so on.
//   - Usage: what was billed against our figure, meter by meter, with the reasons
//     why the two differ where these are known.
//   - CheckInvoice: the sum of an invoice against our figure for its period.
//
// Our figure is that of an estimate of the usage as it was recorded (estimate.Price),
// before the offer's credit and recurring charges: tiers and included quantities
// count a meter's month in a subscription. Price shares it to the single records.
// What is covered by a benefit, another cloud's, a purchase or a tax is not priced:
// it stands aside with what was billed for it.
package reconcile
