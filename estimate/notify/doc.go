// Package notify is the door through which alerts leave: to a webhook, over
// https, and into a small file that remembers what was sent.
//
// A message is signed where there is a secret: X-Azwhatif-Signature is "sha256="
// and, in hexadecimal, the HMAC-SHA256 under the secret of the value of
// X-Azwhatif-Timestamp (seconds since 1970), a point, and the body. A receiver
// that refuses old timestamps cannot be sent a message twice by somebody else;
// X-Azwhatif-Delivery is the same for all tries of one message.
//
// The address of a webhook is a secret itself: of it, errors name the host only.
package notify
