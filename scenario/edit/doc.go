// Package edit changes the text of a scenario's file, and leaves all of it that is not
// meant as it is: comments, order, indentation, quotes, line ends, byte for byte.
//
// A File is a text, parsed. An Edit makes another File of it: it splices the text at
// the place where the YAML parser saw a value, parses what comes out, and holds it
// against the tree from before: where anything else has changed, there is an error and
// no File. Apply reads the result as every command does, and refuses one that is no
// valid scenario.
//
// What stands behind an anchor, an alias or a merge is not edited, since other parts of
// the file would change with it: the error says where it comes from. What a case has
// from the case that it is like is written into the case itself, in its notation.
package edit
