package kernel

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A table changes as an array would; a Snapshot of it does not, whatever happens to the table after.
func TestPages(t *testing.T) {
	type piece [2]int
	values := func(p *pages[piece]) (all []piece) {
		for i := range p.list {
			if p.list[i] == nil {
				all = append(all, piece{-1})
			} else {
				all = append(all, *p.peek(i))
			}
		}
		return all
	}
	type snapshot struct {
		table pages[piece]
		want  []piece
	}
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, seed))
		var table pages[piece]
		var snapshots []*snapshot
		want := values(&table)
		for range 100 {
			i := rng.IntN(6)
			switch rng.IntN(8) {
			case 0:
				s := &snapshot{want: slices.Clone(want)}
				table.freeze(&s.table)
				snapshots = append(snapshots, s)
			case 1:
				if len(snapshots) > 0 {
					s := snapshots[rng.IntN(len(snapshots))]
					table.restore(&s.table)
					want = slices.Clone(s.want)
				}
			case 2:
				if i < len(want) {
					table.drop(i)
					want[i] = piece{-1}
				}
			default:
				for len(want) <= i {
					want = append(want, piece{-1})
				}
				if want[i][0] == -1 {
					want[i] = piece{}
				}
				n := rng.IntN(100)
				table.place(i)[1] = n
				want[i][1] = n
			}
			if got := values(&table); !slices.Equal(got, want) {
				t.Fatalf("seed %d: the table has %v, expected %v", seed, got, want)
			}
			for n, s := range snapshots {
				if got := values(&s.table); !slices.Equal(got, s.want) {
					t.Fatalf("seed %d: snapshot %d has become %v, expected %v", seed, n, got, s.want)
				}
			}
		}
	}
}
