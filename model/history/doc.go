// Package history holds an account's ledger in memory, a million rows and more, in a form
// that can be filtered, sorted, grouped and summed between two key presses.
//
// Rows are stored in columns, not in structs, in sealed blocks of up to [BlockRows] rows
// ([Block]): ids as 12 bytes, numbers as small offsets from a base, type, tool and model as
// one code, texts end to end in one arena. No big column has a pointer in it, so that the
// garbage collector has nothing to do. A block never changes; it can be stored as bytes
// ([Block.AppendTo], [Decode]).
//
// A [Builder] puts blocks and new rows in order, a [Table] is a snapshot of its contents.
// Tables are immutable and may be read from any number of goroutines while the builder goes
// on. Row 0 of a table is the oldest; a row's number is valid for that table only, its Seq
// for ever.
//
// [Parse] reads the filter language and [Filter] finds the rows, on all processors,
// starting from an earlier result if the new query only narrows it. [Sort] and [GroupBy]
// arrange the results, [Usage] sums them by day. All of them stop soon after their context
// is done.
//
// The package is pure: it does no I/O, reads no clock, and depends on neither the server
// nor the screen. The standard library has no query language, no column store and no
// case-insensitive search, and the databases that have them weigh more than this whole
// program or read 1M rows row by row; hence the code here.
package history
