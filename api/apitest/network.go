package apitest

import (
	"context"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// Network is an in-memory network for a server and a client in a synctest bubble, where
// time is simulated. It is a listener for the server, and [Network.Dial] is the client's
// side.
type Network struct {
	conns chan net.Conn
	done  chan struct{}
	close sync.Once

	mu    sync.Mutex
	down  error // what dialling gives
	lost  bool  // dialling gives nothing at all
	open  []net.Conn
	dials int
}

// NewNetwork returns a working network.
func NewNetwork() *Network {
	return &Network{conns: make(chan net.Conn), done: make(chan struct{})}
}

// What dialling can end with.
var (
	// NoRoute is the dial error of a machine without a network.
	NoRoute error = &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ENETUNREACH)}
	// Refused is the dial error if no process listens on the port.
	Refused error = &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	// NoName is the dial error for an unknown host name.
	NoName error = &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "api.example.com", IsNotFound: true}}
	// NoResolver is the dial error if the resolver does not answer.
	NoResolver error = &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "server misbehaving", Name: "api.example.com", IsTemporary: true}}
)

// Down breaks every connection and makes dialling fail with an error.
func (n *Network) Down(err error) { n.set(err, false) }

// Lose breaks every connection and makes dialling hang: packets are dropped.
func (n *Network) Lose() { n.set(nil, true) }

// Up restores the network.
func (n *Network) Up() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.down, n.lost = nil, false
}

func (n *Network) set(err error, lost bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.down, n.lost = err, lost
	for _, conn := range n.open {
		_ = conn.Close()
	}
	n.open = nil
}

// dialTimeout is how long a dialer tries, as the client's own does.
const dialTimeout = 5 * time.Second

// Dial connects, for a Transport's DialContext.
func (n *Network) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	n.mu.Lock()
	down, lost := n.down, n.lost
	n.dials++
	n.mu.Unlock()
	if down != nil {
		return nil, down
	}
	if lost {
		patient, stop := context.WithTimeout(ctx, dialTimeout)
		defer stop()
		<-patient.Done()
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: patient.Err()}
	}
	near, far := net.Pipe()
	select {
	case n.conns <- far:
		n.mu.Lock()
		n.open = append(n.open, near)
		n.mu.Unlock()
		return near, nil
	case <-n.done:
		return nil, Refused
	case <-ctx.Done():
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: ctx.Err()}
	}
}

// Dials is the number of dial attempts.
func (n *Network) Dials() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.dials
}

// Accept returns the next connection for the server, until the network is closed.
func (n *Network) Accept() (net.Conn, error) {
	select {
	case conn := <-n.conns:
		return conn, nil
	case <-n.done:
		return nil, net.ErrClosed
	}
}

// Close ends the network.
func (n *Network) Close() error {
	n.close.Do(func() { close(n.done) })
	return nil
}

// Addr is a loopback address.
func (n *Network) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }
