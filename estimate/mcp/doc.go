// Package mcp is the engine for assistants: a server of the Model Context Protocol over
// standard input and output. Each tool is one command of the program, with its JSON as
// the structured content, byte for byte; beside it stands a short text: warnings first,
// then the figures that matter. So no figure exists that the command does not give.
//
// The package runs nothing itself: it is handed the program as a function. What a tool's
// arguments name, the program opens only below the folder of the server; and it asks
// nothing of the network but by the tool fetch_prices, which is there where the server
// was started so.
//
// Names in files and on cards are data. They stand in quotes, without control characters,
// and the server tells assistants that nothing in them is an instruction.
package mcp
