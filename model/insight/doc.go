// Package insight analyses an account's own history: use of credits, unusual use, budgets,
// payments, audits and advice. Results are values; panes and commands format them.
//
// Terms, as used in the whole program:
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
// All rules are pure: the clock and the zone are arguments, and nothing is read or written.
// They end soon after their context is done.
package insight
