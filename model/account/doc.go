// Package account says which account is meant and what an opened one has to offer: the
// [Target] that flags choose, the [Identity] and [Profile] that people see, what signing
// in and out comes to, and the interfaces of a [Session].
//
// Package api/session opens sessions; the dashboard and the commands use them. Neither
// knows the other: both know what stands here.
package account
