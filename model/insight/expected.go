package insight

import (
	"errors"
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
	aMonth    = pattern(`(?i)[\s,]*(\b(a|per|each|every)\s+month\b|/\s*month\b|\bmonthly\b)\s*`)
	percentOn = pattern(`(?i)(?:^|[\s,;+])\s*(?:and\s+)?(\d{1,3})\s*(?:%|percent\b)\s*(?:more\b|extra\b|on top\b)`)
	percent   = pattern(`(?i)%|\bpercent\b`)
	ofCredits = pattern(`(?i)\s*credits?$`)
)

// ParseExpected reads a monthly use: credits, or items to be made.
func ParseExpected(text string, costs []Cost) (e Expected, err error) {
	if text, err = plainNumbers(text); err != nil {
		return Expected{}, err
	}
	text = strings.TrimSpace(aMonth().ReplaceAllString(text, " "))
	if found := percentOn().FindStringSubmatchIndex(text); found != nil {
		e.Percent, _ = strconv.Atoi(text[found[2]:found[3]])
		text = strings.TrimSpace(text[:found[0]] + " " + text[found[1]:])
	}
	if percent().MatchString(text) {
		return Expected{}, errors.New(`a percentage is one whole number with "more", like "40 images, 10 % more"`)
	}
	if amount := ofCredits().ReplaceAllString(text, ""); onlyAmount().MatchString(amount) {
		if e.Total, err = ParseAmount(amount); err != nil {
			return Expected{}, err
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
