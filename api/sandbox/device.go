package sandbox

import (
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/api/wire"
)

// Signing in from a terminal (RFC 8628 in shape). The codes live beside the
// account and not in it, since nobody is signed in yet.

const (
	deviceLife     = 15 * time.Minute
	deviceInterval = time.Second // between two polls; the live service says 5
	maxDevices     = 1000
)

// device is one attempt to sign in.
type device struct {
	code, userCode string
	expires        time.Time
	polled         time.Time
	interval       time.Duration
	approved       bool
	denied         bool
}

type devices struct {
	random *rand.Rand
	open   []*device
}

// userLetters leave out what is mistaken for something else.
const userLetters = "BCDFGHJKLMNPQRSTVWXZ"

func (d *devices) start(now time.Time) *device {
	letters := make([]byte, 8)
	for i := range letters {
		letters[i] = userLetters[d.random.IntN(len(userLetters))]
	}
	made := &device{
		code:     string(idMaker{d.random.Uint64()}.make(spaceDevice, int32(len(d.open)), now.UnixMilli())),
		userCode: string(letters[:4]) + "-" + string(letters[4:]), expires: now.Add(deviceLife), interval: deviceInterval,
	}
	if len(d.open) == maxDevices {
		d.open = d.open[1:]
	}
	d.open = append(d.open, made)
	return made
}

// byCode finds an attempt by the device's own code, byUser by the one that a
// person compares.
func (d *devices) byCode(code string) *device {
	return d.find(func(x *device) bool { return x.code == code })
}

func (d *devices) byUser(code string) *device {
	code = strings.ToUpper(strings.TrimSpace(code))
	return d.find(func(x *device) bool { return x.userCode == code })
}

func (d *devices) find(is func(*device) bool) *device {
	for _, x := range d.open {
		if is(x) {
			return x
		}
	}
	return nil
}

// poll answers a device that asks for its token: "" once it is approved.
func (d *device) poll(now time.Time) string {
	early := !d.polled.IsZero() && now.Sub(d.polled) < d.interval-200*time.Millisecond
	d.polled = now
	switch {
	case !now.Before(d.expires):
		return "expired_token"
	case d.denied:
		return "access_denied"
	case d.approved:
		d.expires = now // a token is given once
		return ""
	case early:
		d.interval += 5 * time.Second
		return "slow_down"
	}
	return "authorization_pending"
}

type deviceAnswer struct {
	DeviceCode string `json:"device_code"`
	UserCode   string `json:"user_code"`
	Verify     string `json:"verification_uri"`
	VerifyFull string `json:"verification_uri_complete"`
	ExpiresIn  int    `json:"expires_in"`
	Interval   int    `json:"interval"`
}

type (
	tokenAnswer struct {
		AccessToken string `json:"access_token"`
		TokenType   string `json:"token_type"`
	}
	deviceError struct {
		Error string `json:"error"`
	}
)

// signIn adds the endpoints for devices and the page where a person approves one.
func (s *Server) signIn(mux *http.ServeMux) {
	mux.HandleFunc("POST /auth/device", func(w http.ResponseWriter, r *http.Request) {
		var d *device
		s.do(func(_ *account, now time.Time) { d = s.devices.start(now) })
		page := "http://" + r.Host + "/device"
		writeJSON(w, http.StatusOK, deviceAnswer{
			DeviceCode: d.code, UserCode: d.userCode, Verify: page, VerifyFull: page + "?user_code=" + d.userCode,
			ExpiresIn: int(deviceLife / time.Second), Interval: int(deviceInterval / time.Second),
		})
	})
	mux.HandleFunc("POST /auth/device/token", s.deviceToken)
	notAllowed := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", http.MethodPost)
		writeJSON(w, http.StatusMethodNotAllowed, deviceError{"invalid_request"})
	}
	mux.HandleFunc("/auth/device", notAllowed)
	mux.HandleFunc("/auth/device/token", notAllowed)
}

func (s *Server) deviceToken(w http.ResponseWriter, r *http.Request) {
	var request struct {
		DeviceCode string `json:"device_code"`
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err == nil {
		_, err = wire.NewReader(nil, nil).Read(body, &request)
	}
	if err != nil || request.DeviceCode == "" {
		writeJSON(w, http.StatusBadRequest, deviceError{"invalid_request"})
		return
	}
	trouble := "expired_token"
	s.do(func(_ *account, now time.Time) {
		if d := s.devices.byCode(request.DeviceCode); d != nil {
			trouble = d.poll(now)
		}
	})
	if trouble != "" {
		writeJSON(w, http.StatusBadRequest, deviceError{trouble})
		return
	}
	writeJSON(w, http.StatusOK, tokenAnswer{AccessToken: s.key, TokenType: "api_key"})
}
