package sandbox

import (
	"bytes"
	"embed"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	template "github.com/DataDog/datadog-agent/pkg/template/html"

	"github.com/studio-tui/studio-tui/model"
)

//go:embed web
var web embed.FS

var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(web, "web/pages.html"))
})

// The data of the pages.
type (
	messagePage  struct{ Title, Text string }
	checkoutPage struct {
		ID, Title, Text, Note     string
		Name, Credits, Email, Due string
		Later, Date, Receipt      string
		Payable, Left             bool
	}
	devicePage struct {
		Email, Code, Said string
		Done              bool
	}
)

// writePage writes a page from its template.
func writePage(w http.ResponseWriter, status int, name string, data any) {
	var text bytes.Buffer
	if err := templates().ExecuteTemplate(&text, name, data); err != nil {
		http.Error(w, "The page could not be drawn.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(text.Bytes())
}

// page is what a handler of a web page decides while it has the account.
type page struct {
	status int
	name   string // of the template
	data   any
	goTo   string // instead of a page
}

func noPage(what string) page {
	return page{status: http.StatusNotFound, name: "message", data: messagePage{"Not found", "There is no such " + what + ", or not any more."}}
}

// show serves a page that is made while the account is held, and written after.
func (s *Server) show(f func(a *account, r *http.Request, now time.Time) page) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
		if err := r.ParseForm(); err != nil {
			writePage(w, http.StatusBadRequest, "message", messagePage{"Not understood", "The form could not be read."})
			return
		}
		var p page
		s.do(func(a *account, now time.Time) { p = f(a, r, now) })
		if p.goTo != "" {
			http.Redirect(w, r, p.goTo, http.StatusSeeOther)
			return
		}
		writePage(w, p.status, p.name, p.data)
	}
}

// pages adds the web pages: they require no key, like a hosted checkout; knowing the
// address of a session is enough to pay it.
func (s *Server) pages(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		writePage(w, http.StatusOK, "message", messagePage{"Sandbox", "This is the sandbox of studio-tui, an API server with a made-up account. Its API is under /api."})
	})
	mux.HandleFunc("GET /style.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, web, "web/style.css")
	})
	mux.HandleFunc("GET /checkout/{id}", s.show(checkoutShown))
	mux.HandleFunc("POST /checkout/{id}/pay", s.show(checkoutPaid))
	mux.HandleFunc("POST /checkout/{id}/leave", s.show(checkoutLeft))
	mux.HandleFunc("GET /receipt/{id}", s.show(receiptShown))
	mux.HandleFunc("GET /portal/{id}", s.show(portalShown))
	mux.HandleFunc("POST /portal/{id}/{action}", s.show(portalActed))
	mux.HandleFunc("GET /pricing", s.show(pricingShown))
	mux.HandleFunc("POST /pricing", s.show(pricingChosen))
	mux.HandleFunc("GET /account", s.show(accountEntered))
	mux.HandleFunc("GET /device", s.show(s.deviceShown))
	mux.HandleFunc("POST /device", s.show(s.deviceAnswered))
	mux.HandleFunc("GET /output/{id}", s.output)
}

func checkoutShown(a *account, r *http.Request, now time.Time) page {
	session, ok := a.findSession(r.PathValue("id"))
	if !ok {
		return noPage("checkout session")
	}
	return page{status: http.StatusOK, name: "checkout", data: a.checkoutPage(session, now)}
}

// checkoutPaid takes the payment and sends the browser back to the session, so
// that reloading the page does not pay again. Were it to, nothing would happen.
func checkoutPaid(a *account, r *http.Request, now time.Time) page {
	session, ok := a.findSession(r.PathValue("id"))
	if !ok {
		return noPage("checkout session")
	}
	if no := a.pay(session, now); no != nil {
		shown := a.checkoutPage(session, now)
		shown.Payable, shown.Title, shown.Text = false, "Nothing was charged", no.Message
		return page{status: no.Status, name: "checkout", data: shown}
	}
	return page{goTo: "/checkout/" + session.id}
}

func checkoutLeft(a *account, r *http.Request, now time.Time) page {
	session, ok := a.findSession(r.PathValue("id"))
	if !ok {
		return noPage("checkout session")
	}
	shown := a.checkoutPage(session, now)
	if shown.Payable {
		shown.Left, shown.Title = true, "You left without paying"
		shown.Text = "Nothing was charged. The session stays open until " + clock(session.expires, now) + " and can be paid until then."
	}
	return page{status: http.StatusOK, name: "checkout", data: shown}
}

// checkoutPage says what a session is about, in each of its states.
func (a *account) checkoutPage(s *session, now time.Time) checkoutPage {
	shown := checkoutPage{
		ID: s.id, Name: s.item.Name, Email: a.email, Due: s.price.String(), Credits: s.item.Credits.String(),
	}
	if s.item.Kind == model.KindPlan {
		every := map[model.Interval]string{model.Monthly: "monthly", model.Yearly: "yearly"}[s.item.Interval]
		shown.Name += ", paid " + every
		shown.Credits += " now, and again each month"
		next := subscribe("", s.item.Interval, now).periodEnd()
		if a.sub.status == model.StatusTrialing {
			next = a.sub.trial
		}
		shown.Later = fmt.Sprintf("%s on %s, then %s", priceOf(s.item.Slug, s.item.Interval), date(next), every)
		if a.sub.active() {
			shown.Note = "This changes your plan " + model.PlanName(a.sub.plan) + " at once. A new period begins; " +
				"what is left of the old one is taken off the price, and your credits stay."
		}
	}
	switch s.status(now) {
	case model.CheckoutOpen:
		shown.Title, shown.Payable = "Pay for "+s.item.Name, true
		shown.Text = "This session is open until " + clock(s.expires, now) + "."
	case model.CheckoutComplete:
		shown.Title, shown.Text, shown.Later = "Paid", "The credits are in your account.", ""
		switch {
		case !s.settled:
			shown.Title, shown.Text = "Under way", "Your payment is under way. It can take a while, and may still fail."
		case s.row < 0 && *s.item.Credits == 0:
			shown.Text = "Your plan has changed. There was nothing to pay now."
		case s.row < 0:
			shown.Text = "The credits are on their way to your account."
		}
		if s.row < 0 {
			break
		}
		shown.Receipt = "/receipt/" + string(a.rowID(s.row))
	case model.CheckoutFailed:
		shown.Title, shown.Text = "The payment failed", "Nothing was charged. You can order again."
	case model.CheckoutCanceled:
		shown.Title, shown.Text = "Canceled", "This session was canceled. Nothing was charged."
	case model.CheckoutExpired:
		shown.Title, shown.Text = "Expired", "This session has expired. Nothing was charged."
	}
	return shown
}

func receiptShown(a *account, r *http.Request, _ time.Time) page {
	index, ok := a.findRow(model.ID(r.PathValue("id")))
	if !ok {
		return noPage("receipt")
	}
	row := a.transaction(index, "")
	if row.Payment == nil {
		return noPage("receipt")
	}
	return page{status: http.StatusOK, name: "receipt", data: checkoutPage{
		ID: string(row.ID), Name: row.Description, Credits: row.Amount.String(), Email: a.email,
		Due: row.Payment.String(), Date: date(row.CreatedAt.Time),
	}}
}

func (s *Server) deviceShown(a *account, r *http.Request, now time.Time) page {
	shown := devicePage{Email: a.email}
	if code := r.FormValue("user_code"); code != "" {
		if d := s.devices.byUser(code); d != nil && now.Before(d.expires) && !d.approved && !d.denied {
			shown.Code = d.userCode
		} else {
			shown.Said = "This code is not known, or not any more."
		}
	}
	return page{status: http.StatusOK, name: "device", data: shown}
}

func (s *Server) deviceAnswered(a *account, r *http.Request, now time.Time) page {
	shown := devicePage{Email: a.email, Done: true}
	d := s.devices.byUser(r.PostFormValue("user_code"))
	switch {
	case d == nil || !now.Before(d.expires) || d.approved || d.denied:
		shown.Said, shown.Done = "This code is not known, or not any more.", false
	case r.PostFormValue("answer") == "approve":
		d.approved = true
		shown.Said = "Approved. You can close this page and go back to the terminal."
	default:
		d.denied = true
		shown.Said = "Denied. The program was not signed in."
	}
	return page{status: http.StatusOK, name: "device", data: shown}
}

// output draws something in place of what a generation would have made.
func (s *Server) output(w http.ResponseWriter, r *http.Request) {
	var seed uint32
	var found bool
	s.do(func(a *account, now time.Time) {
		number, ok := a.findGeneration(model.ID(r.PathValue("id")))
		if !ok {
			return
		}
		g := a.gens[number]
		seed, found = g.seed, g.status(now.UnixMilli()-a.ledger.rows[g.debit].at) == model.GenerationSuccess
	})
	if !found {
		p := noPage("output")
		writePage(w, p.status, p.name, p.data)
		return
	}
	var svg strings.Builder
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200" role="img" aria-label="A made-up picture">`+
		`<rect width="320" height="200" fill="hsl(%d 40%% 30%%)"/>`, seed%360)
	for i := range uint32(7) {
		mixed := (seed + i) * 2654435761
		fmt.Fprintf(&svg, `<circle cx="%d" cy="%d" r="%d" fill="hsl(%d 60%% 60%%)" opacity=".55"/>`,
			mixed%320, mixed>>9%200, 12+mixed>>18%60, mixed>>5%360)
	}
	svg.WriteString(`</svg>`)
	w.Header().Set("Content-Type", "image/svg+xml")
	_, _ = w.Write([]byte(svg.String()))
}

// clock formats a time for a page with its zone, as the pages do not know the reader's.
func clock(at, now time.Time) string {
	text := at.UTC().Format("15:04 UTC")
	if date(at) != date(now) {
		text += " on " + date(at)
	}
	return text
}

func date(at time.Time) string { return at.UTC().Format("January 2, 2006") }
