// Package store is the door to cards on disk: a ratebook is a folder, and a
// card a folder within it that does not change once it is there.
//
//	cards/<offer>/<currency>/<market>/<locale>/<source>-<fetched, UTC>/
//	    card.json          terms, offer terms, provenance, and the hashes of this file and of the rates
//	    rates.parquet      one row a rate and tier, or price beside it
//	    response.json.gz   what the source answered
//
// A card is written into a hidden folder beside its place, made durable, and
// renamed: a reader sees all of it or nothing, and neither a killed writer nor
// a full disk loses what was there. What a writer left behind is not read, and
// is removed by a later one.
//
// Any Parquet reader can open rates.parquet; ours is DuckDB, in this process.
package store
