// Package model defines the domain of an Artificial Studio account: credits, money, plans,
// packs, transactions and their rules.
//
// It holds plain values and pure functions. It does no I/O, reads no clock, and imports the
// standard library only, so that every other package may depend on it. Values carry JSON
// tags in the shapes of the service's API; package api sends and receives them.
//
// Amounts of credits are [Credits] and amounts of money are [Money]; neither is ever a
// float. Times are UTC instants ([Time]); what displays one chooses the zone. What the
// service may extend later (plan names, transaction types, statuses, units, currencies,
// ids) is kept verbatim.
//
// # Glossary
//
//   - account: one customer of the service; an API key belongs to one account.
//   - balance: the credits that an account has, as the server says.
//   - ledger: the server's own list of transactions (GET /api/transactions).
//   - derived history: rows that are worked out from generations and prices where a server
//     has no ledger; their basis ([EstimateBasis]) says what each rests on.
//   - transaction: a row of either; its sequence number orders it.
//   - generation: one run of a tool; it is a debit, and a refund where it fails.
//   - tool and model: what a generation ran, e.g. create-video with veo-3.1.
//   - provenance: where figures come from: billed, documented, estimated, unsupported.
//   - capability: whether a server has an endpoint; unknown before it was probed.
//   - local copy: what this machine keeps of a history (package cache).
//   - coverage: which stretches of a history are known without gaps.
//   - backfill: reading older pages, newest first, until coverage is complete.
//   - plan, interval, pack: what is sold; a pack's credits never expire.
//   - quote: what a purchase would cost now; it is not kept by the server.
//   - order: a purchase that this program began; it has an idempotency key, and a checkout
//     session once the server has made one.
//   - checkout session: Stripe's payment page for an order, open until paid or expired.
//   - customer portal: Stripe's page for cards, plan changes and cancellation.
//   - target: the account that a run is about, as flags and variables choose it (package account).
//   - session: an opened account: where its figures come from and where its orders are kept.
//   - profile: a named API key and host on this machine.
//   - key source: where a key was found: environment, keyring, file, service's own file.
//   - exported key: one in the environment; it takes precedence over a profile's.
//   - consent: a person's agreement to keep a key in a file.
//   - polling policy: how often something is asked for, and for how long.
package model
