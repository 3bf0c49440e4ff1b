//go:build !linux

package imports

func exchange(fresh, directory string) (left string, err error) {
	return exchangeByTurns(fresh, directory)
}
