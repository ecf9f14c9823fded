// Package fetch is the door to where prices come from: one source a file. Each
// source reads what it is sent as it streams in, checks it against the terms
// that were asked for, and gives a whole ratebook.Card or an error, never a part.
package fetch
