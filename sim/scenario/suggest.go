package scenario

import "strings"

// longestName is more than any name that can be suggested has, so that a text of no sense costs
// nothing.
const longestName = 64

// nearest returns the candidate that a writer of name most likely meant, or "" where none is near:
// the one that fewest single-letter changes lead to, at most one for each three letters.
func nearest(name string, candidates []string) string {
	if len(name) > longestName {
		return ""
	}
	best, limit := "", len(name)/3+1
	for _, c := range candidates {
		if d := distance(strings.ToLower(name), strings.ToLower(c)); d < limit {
			best, limit = c, d
		}
	}
	return best
}

// distance is the number of letters to insert, delete, replace or swap with their neighbour that
// turns a into b (optimal string alignment).
func distance(a, b string) int {
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	before, above, row := rows[0], rows[1], rows[2]
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, above, row = above, row, before
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
