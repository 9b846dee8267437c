// Package apitest is a server for tests: the half of the API that the public
// reference documents, and nothing else. It stands for what a customer's key meets
// today, on good days and on bad ones. No program imports it.
//
// It is written from the reference (public-api) and shares no code with the sandbox
// or the client, so that what all of them got wrong alike would show. Plans, packs,
// transactions, subscriptions and checkouts are not served: they are unknown paths,
// 404 with the API's own JSON error.
//
// Nothing in it moves by itself. Its clock and its seed come in, and what happens to
// an account on the website or in the service, a test lets happen: a generation
// begins and ends, credits are bought, a price changes, a model leaves the catalogue.
// [Weather] lets it rain.
package apitest
