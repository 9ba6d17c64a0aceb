package localcognito

import "time"

// expiring is a map whose entries may be forgotten after a time of their own.
// It sweeps when it has doubled, so that insertion stays cheap and memory
// stays proportional to what is alive. Its user holds the server's lock.
type expiring[K comparable, V any] struct {
	entries map[K]expiringEntry[V]
	sweepAt int
}

type expiringEntry[V any] struct {
	value  V
	forget time.Time
}

func (m *expiring[K, V]) get(key K) (V, bool) {
	e, ok := m.entries[key]
	return e.value, ok
}

// put stores value and keeps it at least until forget.
func (m *expiring[K, V]) put(key K, value V, forget, now time.Time) {
	if m.entries == nil {
		m.entries = make(map[K]expiringEntry[V])
	}
	if len(m.entries) >= m.sweepAt {
		for k, e := range m.entries {
			if now.After(e.forget) {
				delete(m.entries, k)
			}
		}
		m.sweepAt = 2*len(m.entries) + 64
	}
	m.entries[key] = expiringEntry[V]{value, forget}
}

func (m *expiring[K, V]) delete(key K) { delete(m.entries, key) }

func (m *expiring[K, V]) deleteFunc(drop func(V) bool) {
	for k, e := range m.entries {
		if drop(e.value) {
			delete(m.entries, k)
		}
	}
}
