package api_test

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
)

var quiet = log.New(io.Discard, "", 0)

func TestAnswersThatAreNotUnderstood(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":          "",
		"an empty object":  `{}`,
		"null":             `null`,
		"a list":           `[]`,
		"cut short":        account[:len(account)-1],
		"trailing garbage": account + `x`,
		"two values":       account + account,
		"no credits":       strings.Replace(account, "credits", "balance", 1),
		"null credits":     strings.Replace(account, "12376.5", "null", 1),
		"quoted credits":   strings.Replace(account, "12376.5", `"12376.5"`, 1),
		"too many credits": strings.Replace(account, "12376.5", `1e400`, 1),
		"credits twice":    strings.Replace(account, `"plan"`, `"credits":0,"plan"`, 1),
		"credits escaped":  strings.Replace(account, `"plan"`, `"\u0063redits":0,"plan"`, 1),
		"deeply nested":    strings.Repeat("[", 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := newClient(t, answers(200, body)).Account(t.Context())
			wantKind(t, err, model.BadResponse)
			if got != (model.Account{}) {
				t.Errorf("got %+v beside the error", got)
			}
		})
	}
}

func TestUnknownMembersAndWordsAreCarried(t *testing.T) {
	body := `{"extra":{"a":[1,{"b":"]}"}]},"more":"\"}","id":"not-hex","email":null,"credits":12.299999999999999,"plan":"galactic","n":-1.5e3}`
	got, err := newClient(t, answers(200, body)).Account(t.Context())
	if err != nil || got.Plan != "galactic" || got.ID != "not-hex" || got.Credits.String() != "12.3" {
		t.Errorf("%+v, %v", got, err)
	}
}

// What of an account may be missing or odd, and what it is then.
func TestAnOddMemberCostsThatMember(t *testing.T) {
	for name, body := range map[string]string{
		"a null plan":           strings.Replace(account, `"creator"`, `null`, 1),
		"no plan":               strings.Replace(account, `"plan"`, `"tariff"`, 1),
		"a number for a plan":   strings.Replace(account, `"creator"`, `7`, 1),
		"a plan in capitals":    strings.Replace(account, `"plan"`, `"PLAN"`, 1),
		"credits in capitals":   strings.Replace(account, `"creator"`, `null,"CREDITS":0`, 1),
		"a nonsense time":       strings.Replace(strings.Replace(account, `2024-01-15`, `yesterday`, 1), `"creator"`, `null`, 1),
		"a byte order mark":     "\ufeff" + strings.Replace(account, `"creator"`, `null`, 1),
		"credits in powers":     strings.Replace(strings.Replace(account, "12376.5", "1.23765e4", 1), `"creator"`, `null`, 1),
		"credits with a tail":   strings.Replace(strings.Replace(account, "12376.5", "12376.500000000001", 1), `"creator"`, `null`, 1),
		"a plan that is a list": strings.Replace(account, `"creator"`, `["pro"]`, 1),
	} {
		got, err := newClient(t, answers(200, body)).Account(t.Context())
		if err != nil || got.Credits != 12376_500_000 || got.Plan != "" || got.Email == "" {
			t.Errorf("%s: %+v, %s", name, got, detail(err))
		}
	}
}

func TestMissingMembersInsideLists(t *testing.T) {
	row := `{"id":"1","seq":1,"type":"bonus","amount":5,"balance":5,"description":"","tool":null,"model":null,"generationId":null,"checkoutId":null,"refundOf":null,"payment":null,"createdAt":"2024-01-15T10:30:00.000Z"}`
	page := func(row string) string {
		return `{"data":[` + row + `],"pagination":{"total":1,"limit":20,"hasMore":false,"nextCursor":null}}`
	}
	rows := func(body string) (model.Page, error) {
		return newClient(t, answers(200, body)).Transactions(t.Context(), api.TransactionQuery{})
	}
	if _, err := rows(page(row)); err != nil {
		t.Fatal(detail(err))
	}
	for broken, why := range map[string]string{
		"null": "one without a name: it is null", "{}": "one without a name: id is missing", "7": "one without a name: it is not an object",
		strings.Replace(row, `"seq":1`, `"seq":null`, 1):                       "1: seq is null",
		strings.Replace(row, `"seq":1`, `"seq":1.5`, 1):                        "1: seq is not a whole number",
		strings.Replace(row, `"seq":1`, `"seq":0`, 1):                          "1: seq is out of range",
		strings.Replace(row, `"seq":1`, `"seq":2,"SEQ":1,"id":"x","seq":3`, 1): "one without a name: id is there twice",
		strings.Replace(row, `"balance":5,`, ``, 1):                            "number 1, 1: balance is missing",
		strings.Replace(row, `"balance":5,`, `"balance":1e300,`, 1):            "number 1, 1: balance is not an amount of credits: \"1e300\" is too large",
		strings.Replace(row, `"amount":5,`, `"amount":"5",`, 1):                "number 1, 1: amount is not an amount of credits: \"\\\"5\\\"\"",
		strings.Replace(row, `T10:30`, `T25:61`, 1):                            "number 1, 1: createdAt is not a time: \"2024-01-15T25:61:00.000Z\"",
		strings.Replace(row, `"id":"1"`, `"id":""`, 1):                         "number 1: id is empty",
	} {
		found, err := rows(page(row + "," + broken))
		if err != nil || len(found.Rows) != 1 || len(found.Unreadable) != 1 || found.Unreadable[0].String() != why {
			t.Errorf("%s: %+v, %s", broken, found, detail(err))
		}
	}
	for _, odd := range []string{
		strings.Replace(row, `"payment":null`, `"payment":{"amount":1900}`, 1),
		strings.Replace(row, `"payment":null`, `"payment":7`, 1),
		strings.Replace(row, `"payment":null`, `"payment":{"amount":1e99,"currency":"USD","receiptUrl":null}`, 1),
		strings.Replace(row, `"payment":null,`, ``, 1),
	} {
		found, err := rows(page(odd))
		if err != nil || len(found.Unreadable) != 0 || len(found.Rows) != 1 || found.Rows[0].Payment != nil || found.Rows[0].Seq != 1 {
			t.Errorf("%s: %+v, %s", odd, found, detail(err))
		}
	}
	for _, broken := range []string{
		strings.Replace(page(row), `"hasMore":false,`, ``, 1),
		`{"data":null,"pagination":{"total":1,"limit":20,"hasMore":false,"nextCursor":null}}`,
		`{"data":{},"pagination":{"total":1,"limit":20,"hasMore":false,"nextCursor":null}}`,
	} {
		if _, err := rows(broken); model.KindOf(err) != model.BadResponse {
			t.Errorf("%s: %v", broken, err)
		}
	}
}

func TestServerTextIsCleanedOnceAndAddressesAreNot(t *testing.T) {
	const nasty = `\u001b]0;x\u0007\u202eevil\u0000\r\n`
	body := fmt.Sprintf(`{"data":[{"id":"%[1]s","seq":1,"type":"%[1]s","amount":-1,"balance":5,"description":"%[1]s","tool":"%[1]s","model":"%[1]s","generationId":"%[1]s","checkoutId":"%[1]s","refundOf":"%[1]s","payment":{"amount":1,"currency":"%[1]s","receiptUrl":"%[1]s"},"createdAt":"2024-01-15T10:30:00.000Z"}],"pagination":{"total":1,"limit":20,"hasMore":true,"nextCursor":"%[1]s"}}`, nasty)
	page, err := newClient(t, answers(200, body)).Transactions(t.Context(), api.TransactionQuery{})
	if err != nil {
		t.Fatal(err)
	}
	row := page.Rows[0]
	for name, text := range map[string]string{
		"id": string(row.ID), "type": string(row.Type), "description": row.Description, "tool": string(row.Tool),
		"model": string(row.Model), "generation": string(row.GenerationID), "checkout": string(row.CheckoutID),
		"refundOf": string(row.RefundOf), "currency": row.Payment.Currency,
	} {
		if text == "" || text != model.Clean(text) {
			t.Errorf("%s is %q", name, text)
		}
	}
	raw := "\x1b]0;x\a\u202eevil\x00\r\n"
	if string(row.Payment.ReceiptURL) != raw || page.NextCursor != raw {
		t.Errorf("address %q, cursor %q", row.Payment.ReceiptURL, page.NextCursor)
	}
}

func TestHugeAndEndlessAnswers(t *testing.T) {
	t.Parallel()
	endless := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		chunk := []byte(strings.Repeat(" ", 64<<10))
		for {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	bomb := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
		chunk := make([]byte, 1<<20)
		for range 17 {
			if _, err := z.Write(chunk); err != nil {
				return
			}
		}
		_ = z.Close()
	})
	for name, handler := range map[string]http.Handler{"endless": endless, "bomb": bomb} {
		_, err := newClient(t, handler).Account(t.Context())
		if e := asError(err); e == nil || e.Kind != model.BadResponse || !strings.Contains(e.Detail, "16 MiB") {
			t.Errorf("%s: %v", name, err)
		}
	}
	padded := account + strings.Repeat(" ", 16<<20-len(account))
	if _, err := newClient(t, answers(200, padded)).Account(t.Context()); err != nil {
		t.Errorf("exactly 16 MiB: %v", detail(err))
	}
}

func TestGzippedAnswers(t *testing.T) {
	packed := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			t.Error("gzip was not offered")
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = z.Write([]byte(account))
		_ = z.Close()
	})
	if _, err := newClient(t, packed).Account(t.Context()); err != nil {
		t.Error(err)
	}
	lying := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write([]byte(account))
	})
	_, err := newClient(t, lying).Account(t.Context())
	wantKind(t, err, model.BadResponse)
}

// rawServer answers every connection with the same bytes and closes it.
func rawServer(t *testing.T, answer string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 4096))
			_, _ = conn.Write([]byte(answer))
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() { _ = listener.Close(); <-done })
	return "http://" + listener.Addr().String()
}

func TestBrokenHTTP(t *testing.T) {
	for answer, kind := range map[string]model.ErrorKind{
		"SSH-2.0-OpenSSH_9.6 " + testKey + "\r\n\r\n":                                model.BadResponse,
		"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"id\":":                     model.ConnectionReset,
		"HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 1<<20) + "\r\n\r\n":           model.BadResponse,
		"HTTP/1.1 302 Found\r\nLocation: http://[" + testKey + "\r\n\r\n":            model.BadResponse,
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz" + testKey + "\r\n": model.BadResponse,
		"": model.ConnectionReset,
	} {
		client := newClient(t, answers(200, account), func(o *api.Options) { o.BaseURL = rawServer(t, answer) })
		_, err := client.Account(t.Context())
		if model.KindOf(err) != kind {
			t.Errorf("%.60q: kind %d (%s), want %d", answer, model.KindOf(err), detail(err), kind)
		}
		noKey(t, err)
	}
}

// noKey fails if any text of the error has the key.
func noKey(t *testing.T, err error) {
	t.Helper()
	texts := []string{err.Error(), detail(err), fmt.Sprintf("%+v %#v", err, err)}
	for cause := err; cause != nil; cause = errors.Unwrap(cause) {
		texts = append(texts, fmt.Sprintf("%s %+v %#v", cause, cause, cause))
	}
	if e := asError(err); e != nil {
		texts = append(texts, fmt.Sprintf("%+v", *e))
	}
	for _, text := range texts {
		if strings.Contains(text, testKey) {
			t.Errorf("the key is in %q", text)
		}
	}
}

func TestTheKeyIsInNoText(t *testing.T) {
	echo := `{"message":"The key ` + testKey + ` is no \u0000good","errors":[{"field":"` + testKey + `","message":"` + testKey[:9] + `\u200b` + testKey[9:] + `","code":"` + testKey + `"}]}`
	for _, status := range []int{200, 400, 401, 403, 404, 409, 418, 429, 500, 503} {
		client := newClient(t, answers(status, echo))
		_, err := client.Account(t.Context())
		noKey(t, err)
		_, err = client.CreateCheckout(t.Context(), model.Item{Kind: model.KindPack, Slug: testKey}, "order-1")
		noKey(t, err)
		_, err = client.PollDevice(t.Context(), testKey)
		noKey(t, err)
		_, err = client.Search(t.Context(), testKey)
		noKey(t, err)
		for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
			if text := fmt.Sprintf(format, client); strings.Contains(text, testKey) {
				t.Errorf("printing the client shows the key: %s", text)
			}
			if text := fmt.Sprintf(format, *client); strings.Contains(text, testKey) { //nolint:govet // a copy for the sake of the test
				t.Errorf("printing a copy of the client shows the key: %s", text)
			}
		}
	}
	_, err := newClient(t, answers(200, `{"error":"`+testKey+`"}`)).PollDevice(t.Context(), "x")
	noKey(t, err)
}

func TestRedirectsStayOnTheOrigin(t *testing.T) {
	elsewhere := &counted{Handler: answers(200, account)}
	other := httptest.NewServer(elsewhere)
	defer other.Close()
	target := ""
	hops := 0
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != testKey {
			t.Error("the key is missing")
		}
		switch {
		case strings.HasPrefix(r.URL.Path, "/moved"):
			answers(200, account)(w, r)
		default:
			hops++
			http.Redirect(w, r, target, http.StatusTemporaryRedirect)
		}
	}), func(o *api.Options) { o.Retries = 3 })

	target = "/moved/account"
	if _, err := client.Account(t.Context()); err != nil {
		t.Errorf("on the same origin: %v", detail(err))
	}
	for _, target = range []string{
		other.URL + "/api/account", "https" + strings.TrimPrefix(client.Origin(), "http") + "/api/account",
		"http://evil.example/", "//evil.example/x", "http://sub.localhost/", strings.Replace(client.Origin(), "http://", "http://user:pw@", 1) + "/moved",
	} {
		hops = 0
		_, err := client.Account(t.Context())
		e := wantKind(t, err, model.Untrusted)
		if hops != 1 || !strings.Contains(e.Detail, `"http`) {
			t.Errorf("%s: asked %d times: %s", target, hops, e.Detail)
		}
		_, err = client.CreatePortal(t.Context(), "")
		wantKind(t, err, model.Untrusted)
	}
	target, hops = "/api/account", 0
	_, err := client.Account(t.Context())
	if wantKind(t, err, model.BadResponse); hops > 5 {
		t.Errorf("went round %d times", hops)
	}
	target, hops = "/moved/portal", 0
	_, err = client.CreatePortal(t.Context(), "")
	if wantKind(t, err, model.BadResponse); hops != 1 {
		t.Errorf("a POST was sent %d times", hops)
	}
	if n := elsewhere.n.Load(); n != 0 {
		t.Errorf("another server was asked %d times", n)
	}
}
