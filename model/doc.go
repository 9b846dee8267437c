// Package model says what an account of Artificial Studio is: credits, money,
// plans, packs, transactions and the rules that bind them.
//
// It holds plain values and pure functions. It does no I/O, reads no clock, and
// imports the standard library only, so that every other package may depend on
// it. Values carry JSON tags in the shapes of the service's API; how they travel
// is the business of package api.
//
// Amounts of credits are [Credits] and amounts of money are [Money]; neither is
// ever a float. Times are UTC instants ([Time]); whoever shows one chooses the
// zone. What the service may extend later (plan names, transaction types,
// statuses, units, currencies, ids) is carried as it came.
package model
