package imports

import "golang.org/x/sys/unix"

// exchange gives two directories each other's name, at once: whoever looks finds the one or the
// other. Left is where the old one stands then.
func exchange(fresh, directory string) (left string, err error) {
	if err := unix.Renameat2(unix.AT_FDCWD, fresh, unix.AT_FDCWD, directory, unix.RENAME_EXCHANGE); err == nil {
		return fresh, nil
	}
	return exchangeByTurns(fresh, directory)
}
