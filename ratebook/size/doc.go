// Package size says what virtual machines and managed disks offer: vCPUs, memory,
// disks, where they are sold, and when they retire; and what each source calls them.
//
// The catalogue is built in (sizes.txt, with its source and date). "azwhatif fetch
// --sizes" gets a newer one from the Compute SKUs interface, which the store keeps in
// the same format. Nothing here has a price: see package estimate.
package size
