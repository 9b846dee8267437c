package privacy

import "strings"

// Field masks a value that has a name: a JSON member, a CSV column, the title of a table's
// column. That of an e-mail address, an id or an address is masked whole, whatever its
// form. A key stays: the hour, the weekday, the year or the name that a row is about.
func (m *Masker) Field(name, value string) string {
	switch key := m.keys[strings.ToLower(name)]; {
	case secretName(name):
		return Whole(value)
	case key != nil && key.MatchString(value):
		return value
	}
	return m.Text(value)
}

// secretName reports whether a name is that of an e-mail address, an id or an address.
func secretName(name string) bool {
	switch strings.ToLower(name) {
	case "email", "id", "row", "rows", "session", "transaction", "refundof", "refund_of", "generation", "checkout",
		"url", "receipt", "receipts", "last4", "ends in":
		return true
	}
	return strings.HasSuffix(name, "Id") || strings.HasSuffix(name, "Url")
}

// IsAmount reports whether a number of a JSON member is an amount, which is masked. Days,
// months, ranks and the like are none.
func IsAmount(member string) bool {
	switch member {
	case "days", "months", "monthsWithPacks", "historyDays", "horizonDays", "confidence", "held", "of", "rank", "line", "column":
		return false
	}
	return true
}
