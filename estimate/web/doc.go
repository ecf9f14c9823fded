// Package web is the page that "azwhatif serve" shows: the scenarios of a folder, what
// they cost, where each figure comes from, and the ratebook. The files stay the truth:
// the page reads and writes the same scenarios as the command.
//
// It is a door: reading, pricing and fetching come from the command, as the functions of
// a Program. What a page shows of a comparison are the parts that package report makes.
//
//	server.go    all addresses, and which handler answers them
//	guard.go     who may ask: the host, the origin, the token, the headers
//	folder.go    the folder of scenarios: list, read, save; nothing outside of it
//	shown.go     a scenario as the pages show it, priced once for a file and its cards
//	task.go      what takes longer than a person waits: progress, and how to stop it
//	view.go      the templates, and what each page has
//
// A page is a file: front.go, scenario.go, explain.go, ratebook.go, new.go, upload.go,
// with its template in templates/pages. Every page works without script; the modules in
// static make it quicker to use.
package web
