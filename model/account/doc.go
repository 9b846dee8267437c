// Package account describes the selected account and what an open session offers: the
// [Target] that flags choose, the [Identity] and [Profile] that people see, the results of
// signing in and out, and the interfaces of a [Session].
//
// Package api/session opens sessions; the dashboard and the commands use them. Neither
// imports the other: both depend on these declarations.
package account
