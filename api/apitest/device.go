package apitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// device is a sign-in from a terminal (RFC 8628 in shape).
type device struct {
	code, userCode   string
	begun, polled    time.Time
	interval         time.Duration
	approved, denied bool
}

const (
	deviceLife     = 900 * time.Second
	deviceInterval = 5 * time.Second
	// signInPage is on the service's own site; the reference does not say where.
	signInPage = "https://app.artificialstudio.ai/device"
)

// Approve approves a sign-in, as the person in the browser does.
func (s *Server) Approve(userCode string) { s.decide(userCode, true) }

// Deny denies a sign-in.
func (s *Server) Deny(userCode string) { s.decide(userCode, false) }

func (s *Server) decide(userCode string, yes bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.devices {
		if d.userCode == userCode {
			d.approved, d.denied = yes, !yes
		}
	}
}

func (s *Server) serveDevice(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.URL.Path == "/auth/device/token" {
		s.poll(w, r)
		return
	}
	made := &device{
		code: s.newID(), userCode: fmt.Sprintf("%04d-%04d", s.random.IntN(10000), s.random.IntN(10000)),
		begun: s.options.Now(), interval: deviceInterval,
	}
	s.devices = append(s.devices, made)
	reply(w, http.StatusOK, map[string]any{
		"device_code": made.code, "user_code": made.userCode, "verification_uri": signInPage,
		"verification_uri_complete": signInPage + "?user_code=" + made.userCode,
		"expires_in":                int(deviceLife / time.Second), "interval": int(deviceInterval / time.Second),
	})
}

func (s *Server) poll(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Code string `json:"device_code"`
	}
	trouble := "expired_token"
	if json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16)).Decode(&asked) != nil {
		trouble = "invalid_request"
	}
	for _, d := range s.devices {
		if d.code == asked.Code {
			trouble = d.poll(s.options.Now())
		}
	}
	if trouble != "" {
		reply(w, http.StatusBadRequest, map[string]any{"error": trouble})
		return
	}
	reply(w, http.StatusOK, map[string]any{"access_token": s.options.Key, "token_type": "api_key"})
}

// poll gives why there is no token yet, or "".
func (d *device) poll(now time.Time) string {
	early := !d.polled.IsZero() && now.Sub(d.polled) < d.interval
	d.polled = now
	switch {
	case now.Sub(d.begun) >= deviceLife:
		return "expired_token"
	case d.denied:
		return "access_denied"
	case early:
		d.interval += 5 * time.Second
		return "slow_down"
	case d.approved:
		d.begun = now.Add(-deviceLife) // a token is given once
		return ""
	}
	return "authorization_pending"
}
