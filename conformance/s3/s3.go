// Package s3 has no code: its module pins the store that a published map is tested on.
package s3
