// Package forecast predicts from an account's own history how long its credits last: the
// use of the days to come and the day on which credits run out, as ranges whose confidence
// is stated and measured (BENCHMARKS.md).
//
// A future repeats the account's own weeks at an uncertain, changing level. 500 futures are
// drawn: each has a level of use (weighted means of the past with half-lives of 20 and 60
// days, or the mean of all; those that predicted the account's own past well are drawn more
// often), multiplied by a random factor that varies as much as the account's weeks, and
// drifting from week to week; a trend goes on for a random number of weeks, a year on
// average. At this level it strings together past weeks, preferring recent ones and those
// that began in a similar state (length of idleness, use relative to the usual). This
// preserves idle spells, heavy days, weekdays and projects. How often such weeks have any
// use is known from few of them: each future draws that share from its Beta posterior. It
// is a block bootstrap (Künsch 1989) with blocks chosen by likeness (Lall and Sharma 1996,
// nearest neighbours) over a mixture of exponentially weighted levels. Days that ended
// without credits are censored observations of demand, which are raised by the
// Kaplan-Meier estimate.
//
// All is pure: the clock, the zone and the balance are arguments, and randomness has a
// fixed seed.
package forecast
