// Package azuretest is a fake Azure for tests: over HTTPS, on this computer,
// with a certificate authority of its own. It speaks the documented protocol,
// so that tests go through the real azidentity and azcore code, or run the
// program as a process with Server.Env.
//
// It has four hosts: Entra ID and Resource Manager (which share one), blob
// storage, which stands under another host name, as it refuses a token that is
// sent along, and Retail Prices. Resource Manager knows one tenant, one
// application with its secret, one subscription and one billing account; it checks
// the token, the role, the api-version and the filter.
//
// What goes wrong is said with Server.Fault, request by request, or with
// Options.Faults. Every request is recorded, with its headers: Server.Requests.
//
// What is not documented and made up here: the wording of 401, 403 and
// SubscriptionNotFound, the Retail API's 400, what UsageAggregates says of wrong
// times, and what the APIs of invoices and of billing accounts say to those who may
// not see them. It is marked there.
package azuretest
