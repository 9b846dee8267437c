package insight

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/studio-tui/studio-tui/model"
)

// Expected is a person's expected use in each month.
type Expected struct {
	Items   []Item // empty if credits were entered
	Percent int    // in addition, for failures and retries
	Extra   model.Credits
	Total   model.Credits
}

// ExpectedHelp describes the input of [ParseExpected].
const ExpectedHelp = `credits a month like "5000", or quantities like "200 images with nano-banana and 3 minutes of veo-3.1 a month, 10 % more"`

var (
	aMonth     = pattern(`(?i)[\s,]*(\b(a|per|each|every)\s+month\b|/\s*month\b|\bmonthly\b)\s*`)
	percentOn  = pattern(`(?i)[,;+]?\s*(\band\s+)?\b(\d{1,3})\s*(%|percent)\s*(more|extra|on top)\s*`)
	onlyAmount = pattern(`(?i)^([\d.,]+)\s*(credits?)?$`)
)

// ParseExpected reads a monthly use: credits, or items to be made.
func ParseExpected(text string, costs []Cost) (e Expected, err error) {
	text = strings.TrimSpace(aMonth().ReplaceAllString(text, " "))
	if found := percentOn().FindStringSubmatch(text); found != nil {
		e.Percent, _ = strconv.Atoi(found[2])
		text = strings.TrimSpace(percentOn().ReplaceAllString(text, " "))
	}
	if found := onlyAmount().FindStringSubmatch(text); found != nil {
		if e.Total, err = model.ParseCredits(strings.ReplaceAll(found[1], ",", "")); err != nil {
			return Expected{}, fmt.Errorf("%q is no number of credits", found[1])
		}
	} else {
		basket, err := ParseBasket(text, costs, 0)
		if err != nil {
			return Expected{}, err
		}
		e.Items, e.Total = basket.Items, basket.Total
	}
	if e.Percent > 0 {
		extra, err := divide(int64(e.Total), e.Percent, 100)
		if err != nil {
			return Expected{}, ErrTooMuch
		}
		e.Extra = model.Credits(extra)
		if e.Total, err = e.Total.Add(e.Extra); err != nil {
			return Expected{}, ErrTooMuch
		}
	}
	return e, nil
}
