// Package kustotest is a database of Kusto's, as far as the program uses one: it speaks
// version 2 of the REST interface, and reads the queries that it is sent.
//
// KQL is read strictly: a function, an operator or a type that does not fit is an error, as
// in Kusto, so that a query that Kusto would refuse, or read in another way, does not pass.
// Where the two differ, it is on the strict side: types are not converted by themselves,
// and isnull is not asked of texts.
// Source: learn.microsoft.com/kusto/query, and Kusto.Language's tables of functions.
package kustotest
