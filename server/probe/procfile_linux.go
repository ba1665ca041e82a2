//go:build amd64 || arm64

package probe

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// A procFile is a file of /proc that stays open, to be read again and again.
type procFile struct {
	fd   int
	text []byte // room for it
}

func openProc(path string, size int) (*procFile, error) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return &procFile{fd, make([]byte, size)}, nil
}

// read returns what the file says now, as much as there is room for, until the next read.
func (f *procFile) read() ([]byte, error) {
	for {
		n, err := unix.Pread(f.fd, f.text, 0)
		if err != unix.EINTR {
			return f.text[:max(n, 0)], err
		}
	}
}

// close closes the file, where there is one.
func (f *procFile) close() {
	if f != nil {
		unix.Close(f.fd)
	}
}
