// Package sample is a small ratebook built into the program: cards of four offers, two currencies and two
// markets, for trying out. README.md says where each figure comes from and which are made up.
package sample

import "embed"

//go:generate go run generate.go

//go:embed cards/*.json
var files embed.FS
