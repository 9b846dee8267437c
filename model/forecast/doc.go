// Package forecast tells from an account's own history how long its credits last: the use
// of the days to come and the day on which credits run out, as ranges whose confidence is
// stated and measured (BENCHMARKS.md).
//
// The future is the account's own weeks again, at a level that is uncertain and moves. 500
// futures are drawn: each goes by a level of use (weighted means of the past with half-lives
// of 20 and 60 days, or the mean of all; those that foretold the account's own past well are
// drawn more often), off by a factor that is as wide as the account's weeks are uneven, and
// drifting from week to week. On this level it strings together weeks of the past, recent
// ones and those that began in a state like the path's own (how long idle, how busy against
// its usual) more often than others. So idle spells, heavy days, weekdays and projects come
// out as they are. It is a block bootstrap (Künsch 1989) with blocks chosen by likeness
// (Lall and Sharma 1996, nearest neighbours) over a mixture of exponentially weighted levels.
// Days that ended without credits are censored: they tell how much was used, not how much was
// wanted, and are raised by the Kaplan-Meier estimate.
//
// All is pure: the clock, the zone and the balance are arguments, and randomness has a fixed
// seed.
package forecast
