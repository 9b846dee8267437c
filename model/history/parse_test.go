package history

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/studio-tui/studio-tui/api/testenv"
	"github.com/studio-tui/studio-tui/model"
)

// A Sunday evening in Berlin that is still Sunday in UTC.
var parseNow = time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)

func day(year int, month time.Month, date int) int64 {
	return dayNumber(model.Day{Year: year, Month: month, Date: date})
}

func TestParse(t *testing.T) {
	const credit = int64(model.Credit)
	for text, want := range map[string][]cond{
		"":                 nil,
		"  \t ":            nil,
		"Lighthouse STORM": {{text: "lighthouse"}, {text: "storm"}},
		`"At  Night" -x`:   {{text: "at  night"}, {text: "x", not: true}},
		`-"a b"`:           {{text: "a b", not: true}},
		`5" 12:30 --x`:     {{text: `5"`}, {text: "12:30"}, {text: "-x", not: true}},
		`"type:refund"`:    {{text: "type:refund"}},
		"ÜBER":             {{text: foldText("über")}},

		"type:Refund -tool:create-video MODEL:veo": {
			{about: aboutType, text: "refund"}, {about: aboutTool, text: "create-video", not: true}, {about: aboutModel, text: "veo"},
		},
		`tool:"edit video"`: {{about: aboutTool, text: "edit video"}},
		"id:65F1":           {{about: aboutID, text: "65f1"}},

		"amount:-4":             {{about: aboutAmount, lo: -4 * credit, hi: -4 * credit}},
		"amount:+0.5":           {{about: aboutAmount, lo: credit / 2, hi: credit / 2}},
		"amount:=12,000":        {{about: aboutAmount, lo: 12000 * credit, hi: 12000 * credit}},
		"amount:<−50":           {{about: aboutAmount, lo: math.MinInt64, hi: -50*credit - 1}},
		"amount:≤-50":           {{about: aboutAmount, lo: math.MinInt64, hi: -50 * credit}},
		"amount:>=100":          {{about: aboutAmount, lo: 100 * credit, hi: math.MaxInt64}},
		"balance:>0":            {{about: aboutBalance, lo: 1, hi: math.MaxInt64}},
		"amount:-100..-50":      {{about: aboutAmount, lo: -100 * credit, hi: -50 * credit}},
		"amount:-50..-100":      {{about: aboutAmount, lo: -100 * credit, hi: -50 * credit}},
		"amount:..-50":          {{about: aboutAmount, lo: math.MinInt64, hi: -50 * credit}},
		"-amount:5..":           {{about: aboutAmount, lo: 5 * credit, hi: math.MaxInt64, not: true}},
		"date:2026":             {{about: aboutDate, lo: day(2026, 1, 1), hi: day(2026, 12, 31)}},
		"date:2024-02":          {{about: aboutDate, lo: day(2024, 2, 1), hi: day(2024, 2, 29)}},
		"date:2026-10-05":       {{about: aboutDate, lo: day(2026, 10, 5), hi: day(2026, 10, 5)}},
		"date:2026-09..2026-10": {{about: aboutDate, lo: day(2026, 9, 1), hi: day(2026, 10, 31)}},
		"date:2026-10..2026-09": {{about: aboutDate, lo: day(2026, 9, 1), hi: day(2026, 10, 31)}},
		"date:2026-09-01..2026-09-30": {
			{about: aboutDate, lo: day(2026, 9, 1), hi: day(2026, 9, 30)},
		},
		"date:>=2026-10-01": {{about: aboutDate, lo: day(2026, 10, 1), hi: math.MaxInt64}},
		"date:>2026-10":     {{about: aboutDate, lo: day(2026, 11, 1), hi: math.MaxInt64}},
		"date:<2026":        {{about: aboutDate, lo: math.MinInt64, hi: day(2025, 12, 31)}},
		"date:<=2026-10":    {{about: aboutDate, lo: math.MinInt64, hi: day(2026, 10, 31)}},
		"date:today":        {{about: aboutDate, lo: day(2026, 11, 22), hi: day(2026, 11, 22)}},
		"date:yesterday":    {{about: aboutDate, lo: day(2026, 11, 21), hi: day(2026, 11, 21)}},
		"date:7d":           {{about: aboutDate, lo: day(2026, 11, 16), hi: day(2026, 11, 22)}},
		"date:2026-11..today": {
			{about: aboutDate, lo: day(2026, 11, 1), hi: day(2026, 11, 22)},
		},
	} {
		got, err := Parse(text, parseNow, time.UTC)
		if err != nil || len(got.conds) != len(want) {
			t.Errorf("%q: %+v, %v", text, got.conds, err)
			continue
		}
		for i, c := range got.conds {
			if c.about == aboutDate {
				want[i].loc = time.UTC
			}
			if !reflect.DeepEqual(c, want[i]) {
				t.Errorf("%q: got %+v, want %+v", text, c, want[i])
			}
		}
	}
}

func TestTodayIsALocalDay(t *testing.T) {
	for name, want := range map[string]int64{"Pacific/Auckland": day(2026, 11, 23), "America/New_York": day(2026, 11, 22)} {
		loc, err := time.LoadLocation(name)
		if err != nil {
			testenv.Skip(t, "needs time zones: install with apt-get install tzdata")
		}
		if q, err := Parse("date:today", parseNow, loc); err != nil || q.conds[0].lo != want {
			t.Errorf("%s: %+v, %v", name, q, err)
		}
	}
}

var manyWords = strings.TrimSpace(strings.Repeat("a ", maxConds))

func TestParseSaysWhatAndWhere(t *testing.T) {
	for text, want := range map[string]struct {
		at      string // the text that it points at
		message string // part of it
	}{
		"light -":              {"-", "a minus needs a word"},
		"- x":                  {"-", "a minus needs a word"},
		"light typ:refund x":   {"typ", `there is no "typ:"`},
		"https://example.com":  {"https", `there is no "https:"`},
		"x type:":              {"type:", `needs a value, as in "type:refund"`},
		`x "half`:              {`"half`, "the quote is not closed"},
		`"a"b`:                 {"b", "a space after the closing quote"},
		`x ""`:                 {`""`, "nothing between the quotes"},
		`type:""`:              {`type:""`, "needs a value"},
		"amount:many x":        {"many", `"many" is not an amount`},
		"x amount:-4,5":        {"-4,5", `"-4,5": commas only before 3 digits; decimals as in 4.5`},
		"balance:..1,00":       {"..1,00", `"1,00": commas only before 3 digits; decimals as in 4.5`},
		"amount:+-4":           {"+-4", `"+-4" is not an amount`},
		"amount:<":             {"amount:<", `amount:< needs a number, as in "amount:<-50"`},
		"x -Balance:≥ y":       {"-Balance:≥", `Balance:≥ needs a number, as in "balance:<1000"`},
		"date:>":               {"date:>", `date:> needs a day, as in "date:>=2026-10-01"`},
		"amount:<>":            {"<>", `"<>" is none of <, <=, > and >=`},
		"amount:<..5":          {"<..5", `"<" is not an amount`},
		"amount:..":            {"..", "at least one end"},
		"amount:<>5":           {"<>5", `"<>" is none of`},
		"-date:2026-13":        {"2026-13", `"2026-13" is not a date`},
		"date:2026-02-30":      {"2026-02-30", "is not a date"},
		"date:2026-09-01..x y": {"2026-09-01..x", `"x" is not a date`},
		"date:0d":              {"0d", "is not a date"},
		manyWords + " b c":     {"b c", "more than 64 words"},
	} {
		_, err := Parse(text, parseNow, time.UTC)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := text[syntax.Pos : syntax.Pos+syntax.Len]; got != want.at || !strings.Contains(syntax.Message, want.message) {
			t.Errorf("%q: points at %q and says %q; want %q, %q", text, got, syntax.Message, want.at, want.message)
		}
	}
}

func TestFilterHelpIsTrue(t *testing.T) {
	for _, line := range FilterHelp {
		if _, err := Parse(line[0], parseNow, time.UTC); err != nil {
			t.Errorf("%q: %v", line[0], err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, line := range FilterHelp {
		f.Add(line[0])
	}
	f.Add(manyWords)
	for _, text := range []string{`-`, `"`, `-"`, `a:"b"c`, "amount:≤−5..", "\xff -\xfe", "date:99999999999d", "date:>9999-12-31"} {
		f.Add(text)
	}
	row := model.Transaction{Type: model.TypeRefund, CreatedAt: model.At(parseNow)}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text, parseNow, time.UTC)
		var syntax *SyntaxError
		if errors.As(err, &syntax) {
			if syntax.Pos < 0 || syntax.Len < 1 || syntax.Pos+syntax.Len > len(text) || !utf8.ValidString(syntax.Message) {
				t.Fatalf("%q: %+v", text, syntax)
			}
			return
		}
		var b Builder
		b.Put(row)
		r, err := Filter(t.Context(), b.Table(), q, nil)
		if err != nil || (r.Len() == 1) != q.Matches(row, "") {
			t.Fatalf("%q: %v, %v", text, r, err)
		}
		if !q.implies(q) {
			t.Fatalf("%q does not follow from itself", text)
		}
	})
}

// TestUnknownFieldWithoutValue names the fields there are, not an example of one
// that there is not.
func TestUnknownFieldWithoutValue(t *testing.T) {
	_, err := Parse("bal:", time.Time{}, nil)
	if err == nil || !strings.Contains(err.Error(), `there is no "bal:"`) {
		t.Errorf("%v", err)
	}
}
