// Package apitest is a server for tests: the half of the API that the public reference
// documents, and nothing else. It behaves like the service for a customer's key today,
// including failures. No program imports it.
//
// It is written from the reference (public-api) and shares no code with the sandbox or the
// client, so that an error common to both of those is detected. Plans, packs, transactions,
// subscriptions and checkouts are not served: they are unknown paths, 404 with the API's
// own JSON error.
//
// Nothing in it changes by itself. Its clock and seed are options, and tests trigger what
// happens to an account on the website or in the service: a generation begins and ends,
// credits are bought, a price changes, a model leaves the catalogue. [Weather] injects
// faults.
package apitest
