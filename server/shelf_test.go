package server

// ShelfBytes returns what the open releases take, and what they may.
func (s *Server) ShelfBytes() (open, limit int64) {
	s.shelf.mu.Lock()
	defer s.shelf.mu.Unlock()
	return s.shelf.bytes, s.shelf.limit
}
