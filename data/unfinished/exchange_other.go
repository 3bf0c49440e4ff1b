//go:build !linux

package unfinished

import "errors"

func exchange(one, other string) error { return errors.ErrUnsupported }
