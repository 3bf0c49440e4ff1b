package peers

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Refusal is an answer without success.
type Refusal struct{ Path, Status string }

func (r *Refusal) Error() string { return fmt.Sprintf("%s: %s", r.Path, r.Status) }

// Ask reads an answer to its end and returns its length. It gives up when the program has computed
// for longer than the patience: a clock would run on a busy machine while the program only waits.
func (s *Server) Ask(path string, patience time.Duration) (int64, error) {
	ctx, leave := context.WithCancel(context.Background())
	defer leave()
	before := s.CPU()
	go func() {
		for ctx.Err() == nil && s.CPU()-before < patience {
			time.Sleep(100 * time.Millisecond)
		}
		leave()
	}()
	question, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Address+path, nil)
	if err != nil {
		return 0, err
	}
	answer, err := http.DefaultClient.Do(question)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusNoContent {
		return 0, &Refusal{path, answer.Status}
	}
	return io.Copy(io.Discard, answer.Body)
}
