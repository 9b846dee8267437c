// Package history holds an account's ledger in memory, a million rows and more,
// so that it can be filtered, sorted, grouped and added up between two keys.
//
// Rows stand in columns, not in structs, in sealed blocks of up to [BlockRows]
// rows ([Block]): ids as 12 bytes, numbers as small offsets from a base, type,
// tool and model as one code, texts end to end in one arena. No big column has a
// pointer in it, so that the garbage collector has nothing to do. A block never
// changes; it can be kept as bytes ([Block.AppendTo], [Decode]).
//
// A [Builder] puts blocks and new rows in order, a [Table] is what it holds at one
// moment. Tables are immutable and may be read from any number of goroutines while
// the builder goes on. Row 0 of a table is the oldest; a row's number holds for
// that table only, its Seq for ever.
//
// [Parse] reads the filter language and [Filter] finds the rows, on all
// processors, narrowing from earlier results where the new question only asks for
// less. [Sort] and [GroupBy] arrange what was found, [Usage] adds it up by day. All
// of them stop soon after their context is done.
//
// The package is pure: it does no I/O, reads no clock, and knows neither the
// server nor the screen. The standard library has no query language, no column
// store and no case-insensitive search, and the databases that have them weigh
// more than this whole program or read 1M rows row by row; hence the code here.
package history
