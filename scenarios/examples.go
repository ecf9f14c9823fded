// Package scenarios has the example scenarios that the program offers to start from:
// those that need no file but themselves.
package scenarios

import "embed"

// Examples are the files.
//
//go:embed web-shop.yaml machines.yaml commitment.yaml reservations.yaml macc.yaml uncertain-usage.yaml
var Examples embed.FS
