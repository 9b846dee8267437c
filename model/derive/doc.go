// Package derive makes a history where a server has no ledger: each generation is
// a debit at the catalogue's price, a failed one is refunded as the product page
// promises, and where the balances that the dashboard saw differ by more than
// that, a row says so. Every row says what it rests on ([model.EstimateBasis]); nothing is
// invented, and a price that cannot be worked out stays unknown.
//
// The package is pure: prices, balances and times come in as they were seen.
package derive
