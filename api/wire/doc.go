// Package wire decodes JSON by the rules of the API's contract: the names of members are
// matched exactly and those that are not known are ignored, a whole number may be spelled
// in any way that JSON has ("1900", "1900.0", "1.9e3"), a byte order mark is skipped, and a
// missing member is never read as zero.
//
// One odd value costs that value, not the answer: an optional member that cannot be read
// stays empty, and an entry of a list that cannot be read is left out and reported
// ([Skipped]).
//
// encoding/json matches names case-insensitively, reads null and a missing member as zero,
// and rejects a whole document for one value. The strict reader of
// github.com/go-json-experiment/json does better on names, but rejects a list for a
// duplicate member in one of its entries, and supports neither required members nor whole
// numbers in other spellings; it would only save the scanner below.
package wire
