package unfinished

import "os"

// SyncFolder has the names in a folder on the disk, where the system can.
func SyncFolder(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	f.Sync() // not every file system can
	return f.Close()
}
