// Package wire reads JSON as the API's contract means it: the names of members are
// matched exactly and those that are not known are ignored, a whole number may be
// spelled in any way that JSON has ("1900", "1900.0", "1.9e3"), a byte order mark is
// passed over, and a missing member is never taken for zero.
//
// One odd value costs that value, not the answer: an optional member that cannot be
// read stays empty, and an entry of a list that cannot be read is left out and
// reported ([Skipped]).
//
// encoding/json takes a name in other capitals for a known one, null and a missing
// member for zero, and gives up a whole document for one value. The strict reader of
// github.com/go-json-experiment/json does better on names, but refuses a list for a
// member that is there twice in one of its entries, and knows neither required members
// nor whole numbers in other spellings; what it would save is the scanner below.
package wire
