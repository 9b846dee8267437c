package data

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// InMemory is a session without storage of its own, such as the demo's, with storage in memory.
func InMemory(s account.Session, now time.Time) account.Session {
	if s.Orders == nil {
		s.Orders = &MemoryOrders{}
	}
	if s.Budgets == nil {
		s.Budgets = DemoBudgets()
	}
	if s.Visits == nil {
		s.Visits = DemoVisits(now)
	}
	if s.Findings == nil {
		s.Findings = &MemoryFindings{}
	}
	if s.Prices == nil {
		s.Prices = &MemoryPrices{}
	}
	if s.Chosen == nil {
		s.Chosen = &MemoryChoices{}
	}
	return s
}

// MemoryPrices keeps entered prices in memory. The zero value is empty.
type MemoryPrices struct {
	mu   sync.Mutex
	text []byte
}

// Path returns no path.
func (m *MemoryPrices) Path() string { return "" }

// Read returns the text.
func (m *MemoryPrices) Read() ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.text, nil
}

// Write stores the text.
func (m *MemoryPrices) Write(text []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.text = text
	return nil
}

// Edit always fails.
func (m *MemoryPrices) Edit(context.Context, string, []byte, io.Reader, io.Writer) error {
	return errors.New("the demo keeps no file of prices")
}

// MemoryOrders keeps orders in memory, for the demo, which stores nothing. The zero value is
// empty.
type MemoryOrders struct {
	mu     sync.Mutex
	orders []model.Order // newest first
}

func (m *MemoryOrders) find(key string) *model.Order {
	for i := range m.orders {
		if m.orders[i].Key == key {
			return &m.orders[i]
		}
	}
	return nil
}

// Begin stores an order; see [account.Orders].
func (m *MemoryOrders) Begin(order model.Order, beside ...string) (model.Order, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, kept := range m.orders {
		if kept.AccountID == order.AccountID && !kept.Done() && kept.Item.Same(order.Item) && !slices.Contains(beside, kept.Key) {
			return kept, nil
		}
	}
	m.orders = append([]model.Order{order}, m.orders...)
	return order, nil
}

// Save merges an order; see [account.Orders].
func (m *MemoryOrders) Save(order model.Order) (model.Order, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	kept := m.find(order.Key)
	if kept == nil {
		m.orders = append([]model.Order{order}, m.orders...)
		return order, nil
	}
	*kept = kept.Merge(order)
	return *kept, nil
}

// MarkAnnounced marks an order; see [account.Orders].
func (m *MemoryOrders) MarkAnnounced(key string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	kept := m.find(key)
	first := kept != nil && !kept.Announced
	if first {
		kept.Announced = true
	}
	return first, nil
}

// ListByAccount returns orders; see [account.Orders].
func (m *MemoryOrders) ListByAccount(account model.ID) ([]model.Order, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var found []model.Order
	for _, order := range m.orders {
		if order.AccountID == account {
			found = append(found, order)
		}
	}
	return found, nil
}

// Acknowledge does nothing: no order is lost in memory.
func (m *MemoryOrders) Acknowledge() error { return nil }

// MemoryChoices keeps choices in memory. The zero value is empty.
type MemoryChoices struct {
	mu   sync.Mutex
	kept map[model.ID]account.Choices
}

// Choices returns the choices; see [account.Chosen].
func (m *MemoryChoices) Choices(id model.ID) (account.Choices, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept[id], nil
}

// KeepChoices stores the choices; see [account.Chosen].
func (m *MemoryChoices) KeepChoices(id model.ID, choices account.Choices) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[model.ID]account.Choices{}
	}
	m.kept[id] = choices
	return nil
}
