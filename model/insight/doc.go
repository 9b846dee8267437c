// Package insight answers what an account's own history can tell: what credits were
// spent on, whether that is unusual, what a budget has left, what was paid. Findings are
// values; panes and commands find words for them.
//
// The words, as all of the program has them:
//
//   - use of a span: debits of generations less their refunds, both counted on the local
//     day of the debit. It is never negative. Purchases, renewals, bonuses and
//     adjustments are not use. A refund whose debit is not known counts nowhere.
//   - idle day: a local day without use. Idle days count in every average.
//   - span: local days from one to another, both included. A day has 23, 24 or 25 hours,
//     as the zone's clocks are set.
//   - history: from the first transaction to now.
//   - unknown: a generation whose price is not known. It is counted, and in no sum.
//
// All rules are pure: the clock and the zone are arguments, and nothing is read or
// written. They end soon after their context is done.
package insight
