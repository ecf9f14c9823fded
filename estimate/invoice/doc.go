// Package invoice is the door to what Microsoft says of an account: the invoices of
// a subscription, and their PDFs; how a billing account's commitments stand; which
// savings plans it recommends.
//
// Commitments asks for the lots, events and maccs of a billing account,
// Recommendations for benefitRecommendations; both give records as they come, which
// Kept and DecodeRecommendation read, from answers kept in files (Records) as well.
// ContractCommitments reads FOCUS's dataset of that name.
//
// Azure has two invoice APIs. That of 2017 serves subscriptions that were bought
// from Microsoft directly, and says no more than an invoice's period and where its
// PDF is. Those of 2020 and 2024 state amounts, and make the PDF ready on demand.
// List, Find and PDF speak both; the address of a PDF, which is a secret for as
// long as it works, does not leave the package.
//
// Sources: the specifications of Microsoft.Billing in azure-rest-api-specs,
// 2017-04-24-preview (billing.json), 2020-05-01 and 2024-04-01; of Microsoft.CostManagement,
// 2025-03-01, and Microsoft.BillingBenefits, 2025-12-01-preview; of lots and events
// learn.microsoft.com, track-consumption-commitment; FOCUS_Spec 1.3.
package invoice
