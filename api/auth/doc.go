// Package auth says where a customer's API key comes from, keeps one, and
// forgets one: the environment, the desktop's keyring, a file of the program's
// own, and the file of the service's own client.
//
// It knows hosts, profiles and keys. It sends nothing, asks nobody, and prints
// nothing: whether a key is accepted is for the API's client to find out, and
// consent to an unprotected file is for the caller to get. A stored key belongs
// to one origin and one profile and is never found for another.
//
// A [Key] never shows its text by accident; [Key.Reveal] is the one way to it.
package auth
