package api

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// heavy is a transport whose generations or transactions have sizes of their own.
type heavy struct {
	sizes []int // bytes of each entry, newest first
	asked []string
}

func (h *heavy) RoundTrip(r *http.Request) (*http.Response, error) {
	query := r.URL.Query()
	h.asked = append(h.asked, query.Encode())
	number := func(name string, otherwise int) int {
		if n, err := strconv.Atoi(query.Get(name)); err == nil {
			return n
		}
		return otherwise
	}
	from := number("offset", 0) + number("cursor", 0)
	to := min(from+number("limit", 20), len(h.sizes))
	var b strings.Builder
	b.WriteString(`{"data":[`)
	for i := from; i < to; i++ {
		if i > from {
			b.WriteByte(',')
		}
		b.WriteString(strings.Repeat(" ", h.sizes[i])) // as heavy as a prompt of that size
		if strings.HasSuffix(r.URL.Path, "/generations") {
			fmt.Fprintf(&b, `{"id":"g%d","status":"success","tool":"t","createdAt":"2026-11-22T10:30:00.000Z"}`, i)
		} else {
			fmt.Fprintf(&b, `{"id":"t%d","seq":%d,"type":"bonus","amount":1,"balance":1,"createdAt":"2026-11-22T10:30:00.000Z"}`, i, len(h.sizes)-i)
		}
	}
	more, _ := json.Marshal(map[string]any{"total": len(h.sizes), "hasMore": to < len(h.sizes), "nextCursor": strconv.Itoa(to)})
	b.WriteString(`],"pagination":` + string(more) + `}`)
	return &http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(b.String())), ContentLength: int64(b.Len()), Request: r,
	}, nil
}

// weights are the sizes of n entries, small but for some.
func weights(n int, large map[int]int) []int {
	sizes := make([]int, n)
	for i := range sizes {
		sizes[i] = large[i]
	}
	return sizes
}

// TestTooLargePagesAreAskedForInSmallerOnes reads what an answer has no room for in
// smaller pages, and leaves out what is too large by itself, by its place.
func TestTooLargePagesAreAskedForInSmallerOnes(t *testing.T) {
	t.Parallel()
	const mib = 1 << 20
	for name, c := range map[string]struct {
		sizes []int
		rows  int    // of the first page
		first string // its first row
		named string // what was left out
	}{
		"all fits":             {weights(150, nil), 100, "g0", ""},
		"two large ones":       {weights(150, map[int]int{30: 9 * mib, 31: 9 * mib}), 20, "g0", ""},
		"large ones at once":   {weights(30, map[int]int{0: 5 * mib, 1: 5 * mib, 2: 5 * mib, 7: 5 * mib}), 5, "g0", ""},
		"two of nine":          {weights(30, map[int]int{0: 9 * mib, 1: 9 * mib}), 1, "g0", ""},
		"one that is too much": {weights(120, map[int]int{0: 17 * mib}), 1, "g1", "number 1 of the list: it is larger than 16 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := &heavy{sizes: c.sizes}
			page, err := clientOf(t, server).Generations(t.Context(), GenerationQuery{Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			if len(page.Rows) != c.rows || string(page.Rows[0].ID) != c.first || page.Total != int64(len(c.sizes)) || !page.HasMore {
				t.Errorf("%d rows from %s on of %d, more: %t; asked %q", len(page.Rows), page.Rows[0].ID, page.Total, page.HasMore, server.asked)
			}
			named := ""
			for _, entry := range page.Unreadable {
				named += entry.String()
			}
			if named != c.named {
				t.Errorf("left out %q, want %q", named, c.named)
			}
		})
	}
	server := &heavy{sizes: weights(150, map[int]int{30: 9 * mib, 31: 9 * mib})}
	page, err := clientOf(t, server).Transactions(t.Context(), TransactionQuery{Limit: 100})
	if err != nil || len(page.Rows) != 20 || page.NextCursor != "20" {
		t.Errorf("%d transactions, next %q: %v", len(page.Rows), page.NextCursor, err)
	}
	if _, err := clientOf(t, &heavy{sizes: weights(9, map[int]int{0: 17 * mib})}).Transactions(t.Context(), TransactionQuery{}); err == nil {
		t.Error("a transaction of 17 MiB is no error")
	}
}

// TestAnswersThatAreAlwaysTooLarge stops asking for smaller pages where no page is small
// enough, and recovers.
func TestAnswersThatAreAlwaysTooLarge(t *testing.T) {
	t.Parallel()
	large := make(map[int]int)
	for i := range 9 {
		large[i] = 17 << 20
	}
	server := &heavy{sizes: weights(150, large)}
	client := clientOf(t, server)
	for try, most := range []int{5, 1, 1} {
		server.asked = nil
		if _, err := client.Generations(t.Context(), GenerationQuery{Limit: 100}); err == nil || len(server.asked) > most {
			t.Errorf("try %d: %d requests, more than %d, or no error (%v): %q", try, len(server.asked), most, err, server.asked)
		}
	}
	server.sizes = weights(150, nil)
	for _, rows := range []int{1, 100} {
		page, err := client.Generations(t.Context(), GenerationQuery{Limit: 100})
		if err != nil || len(page.Rows) != rows || !page.HasMore {
			t.Errorf("%d rows, want %d, more: %t: %v", len(page.Rows), rows, page.HasMore, err)
		}
	}
}
