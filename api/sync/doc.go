// Package sync brings the client's answers into the shape in which the program
// asks for an account. It is the one place that decides what stands in for what a
// server does not offer, and that marks where figures come from.
//
// It keeps no rows and draws nothing. What it knows is which endpoints this
// server lacks, so that nobody asks for them with every refresh.
package sync
