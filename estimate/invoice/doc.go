// Package invoice is the door to what Microsoft did bill: the invoices of a
// subscription, and their PDFs.
//
// Azure has two invoice APIs. That of 2017 serves subscriptions that were bought
// from Microsoft directly, and says no more than an invoice's period and where its
// PDF is. Those of 2020 and 2024 state amounts, and make the PDF ready on demand.
// List, Find and PDF speak both; the address of a PDF, which is a secret for as
// long as it works, does not leave the package.
//
// Sources: the specifications of Microsoft.Billing in azure-rest-api-specs,
// 2017-04-24-preview (billing.json), 2020-05-01 and 2024-04-01.
package invoice
