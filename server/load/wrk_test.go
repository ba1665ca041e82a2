package main

import "testing"

func TestParse(t *testing.T) {
	const out = `Running 3s test @ http://127.0.0.1:8000/
  Latency Distribution
     50%  402.00us
     99%    1.25s 
  1000 requests in 3.00s, 5.00MB read
Requests/sec:  46515.60
Transfer/sec:    226.55MB
`
	if got, err := parse(out); err != nil || got.rate != 46515.60 || got.p99 != 1250 {
		t.Errorf("parse = %+v, %v", got, err)
	}
	for _, bad := range []string{"", out + "Non-2xx or 3xx responses: 3\n", out + "Socket errors: connect 0, read 1\n"} {
		if got, err := parse(bad); err == nil {
			t.Errorf("parse takes %q for %+v", bad, got)
		}
	}
}

func TestMedian(t *testing.T) {
	if got := median([]result{{1, 9}, {3, 7}, {2, 8}}); got != (result{2, 8}) {
		t.Errorf("median = %+v", got)
	}
}
