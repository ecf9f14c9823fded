// Package azure is the door to Azure itself: which cloud, how to sign in, one
// pipeline for Azure Resource Manager, and what its errors mean.
//
// A Config says which cloud and which account. NewCredential signs in through
// azidentity, New makes a Client for Resource Manager on azcore, and NewOpen one
// for an endpoint that asks for no sign-in, such as the Retail Prices API. Both
// retry what may pass, wait as long as Azure asks (up to a stated ceiling), and
// give a body as a stream and every error as an *Error: status, code, request
// id, and what to do.
//
// Where Azure answers with a signed address in blob storage, it is followed
// by a client that knows neither token nor cookie, over https, to hosts on a list only.
// No token, signature or password is ever part of an error, a log line or a
// Response's URL.
package azure
