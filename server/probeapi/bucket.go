package probeapi

import (
	"sync"
	"time"
)

// A bucket allows so many runs at once and then one each interval: a token bucket.
type bucket struct {
	mu     sync.Mutex
	size   float64
	every  time.Duration // for one token
	tokens float64
	filled time.Time // when tokens was right
}

func newBucket(size int, every time.Duration) *bucket {
	return &bucket{size: float64(size), every: every, tokens: float64(size)}
}

// take takes one token. Where there is none it returns how long until there is.
func (b *bucket) take(now time.Time) (wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.filled.Before(now) {
		if !b.filled.IsZero() {
			b.tokens = min(b.size, b.tokens+float64(now.Sub(b.filled))/float64(b.every))
		}
		b.filled = now
	}
	if b.tokens < 1 {
		return time.Duration((1 - b.tokens) * float64(b.every))
	}
	b.tokens--
	return 0
}
