// Package derive estimates a history for a server without a ledger: each generation is a
// debit at the catalogue's price, a failed one is refunded as the product page promises,
// and an observed-change row accounts for any further difference between the balances that
// the dashboard read. Every row names its evidence ([model.EstimateBasis]), and a price
// that cannot be worked out stays unknown.
//
// The package is pure: prices, balances and times are arguments.
package derive
