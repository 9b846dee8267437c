// Package auth finds, stores and removes a customer's API key: in the environment, the
// desktop's keyring, the program's own file, and the file of the service's own client.
//
// It does no network requests and no interaction: package api checks whether a key is
// accepted, and the caller obtains consent to an unprotected file. A stored key belongs to
// one origin and one profile and is never used for another.
//
// Formatting a [Key] never reveals its text; only [Key.Reveal] returns it.
package auth
