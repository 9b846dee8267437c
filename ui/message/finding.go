package message

import (
	"fmt"
	"strings"

	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/format"
)

// findingPhrase describes one finding of a kind, and several of them.
type findingPhrase struct{ one, many string }

// phraseOf is the phrase of a finding. Its kind alone does not tell a row number that is
// missing from one that stands twice.
func phraseOf(f insight.Finding) findingPhrase {
	switch f.Kind {
	case insight.FindSequence:
		if f.Rows[0].Seq == f.Rows[len(f.Rows)-1].Seq {
			return findingPhrase{"a row number stands twice", "%s row numbers stand twice"}
		}
		return findingPhrase{"a row number is missing", "row numbers are missing at %s places"}
	case insight.FindSum:
		return findingPhrase{"a balance does not follow from the one before", "%s balances do not follow from the ones before"}
	case insight.FindAccount:
		return findingPhrase{"the newest balance is not the account's", ""}
	case insight.FindMissingRefund:
		return findingPhrase{"a failed generation was not refunded", "%s failed generations were not refunded"}
	case insight.FindRefundAmount:
		return findingPhrase{"a refund is not what was charged", "%s refunds are not what was charged"}
	case insight.FindDoubleRefund:
		return findingPhrase{"a debit was refunded more than once", "%s debits were refunded more than once"}
	case insight.FindDoubleDebit:
		return findingPhrase{"a generation was charged more than once", "%s generations were charged more than once"}
	case insight.FindRefundOfSuccess:
		return findingPhrase{"a generation that succeeded was refunded", "%s generations that succeeded were refunded"}
	case insight.FindRefundWithoutDebit:
		return findingPhrase{"a refund has no debit", "%s refunds have no debit"}
	case insight.FindUnknownGeneration:
		return findingPhrase{"a debit has no generation", "%s debits have no generation"}
	}
	return findingPhrase{string(f.Kind), "%s × " + string(f.Kind)}
}

// FindingTitle names a finding in a few words.
func FindingTitle(f insight.Finding) string {
	return strings.TrimSuffix(format.Sentence(phraseOf(f).one), ".")
}

// FindingSize is the amount of a finding, "" where there is none.
func FindingSize(f insight.Finding) string {
	if f.Credits == 0 || !f.Credits.Known() {
		return ""
	}
	return amountOf(f.Credits)
}

// Findings describes findings in a few words, those of a kind together, in the order of the
// first of each.
func Findings(found []insight.Finding) (phrases []string) {
	counts := map[findingPhrase]int{}
	var order []findingPhrase
	for _, f := range found {
		phrase := phraseOf(f)
		if counts[phrase]++; counts[phrase] == 1 {
			order = append(order, phrase)
		}
	}
	for _, phrase := range order {
		text := phrase.one
		if n := counts[phrase]; n > 1 {
			text = fmt.Sprintf(phrase.many, format.Count(n))
		}
		phrases = append(phrases, text)
	}
	return phrases
}
