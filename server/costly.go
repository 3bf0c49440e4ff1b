package server

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"time"

	"demarc/server/admit"
)

// How Options.Memory is shared out: the rest is for datasets, connections and the runtime.
const (
	// DefaultMemory is what a server lives in when nobody says.
	DefaultMemory = 1 << 30

	tileShare   = 8 // one part of so many for tiles that are kept
	tableShare  = 16
	costlyShare = 3 // less the parts above
	// releaseShare is for releases that are kept open.
	releaseShare = 4
)

// The limits of costly requests.
const (
	costlyQueue = 128 // requests that wait, of all clients
	costlyWait  = 30 * time.Second
	clientShare = 16 // requests of one client: waiting, worked on or being answered
	tableQueue  = 32
	tableWait   = 10 * time.Second
	clientTable = 8
	mostTables  = 64
	tableBytes  = 1 << 20 // held for a table: a piece read, with its answer, and the codings
	statsBytes  = 1 << 20 // and statsPeriod for each period of control
	statsPeriod = 150
)

// admission lets costly requests in: exports, pictures, archives, what is dissolved, sums over
// time, and tables, which have room of their own, since they may stay for hours.
type admission struct {
	costly, tables *admit.Gate
	turns          *admit.Turns
}

func newAdmission(memory int64) admission {
	tables := min(max(memory/tableShare/tableBytes, 1), mostTables)
	return admission{
		costly: admit.NewGate(admit.Limits{Bytes: memory / costlyShare, Queue: costlyQueue, Share: clientShare, Wait: costlyWait}),
		tables: admit.NewGate(admit.Limits{Bytes: tables * tableBytes, Queue: tableQueue, Share: clientTable, Wait: tableWait}),
		turns:  admit.NewTurns(admit.Spare()),
	}
}

// work is a costly request that was let in.
type work struct {
	*admit.Place
	*admit.Turn // nil: its pieces take turns of their own
}

// begin waits until there is room for a costly request, and its turn to compute.
func (s *Server) begin(q *request, bytes int64) (*work, error) {
	place, err := s.admission.costly.Enter(q.Context(), s.options.client(q.Request), bytes)
	if err != nil {
		return nil, err
	}
	turn, err := s.admission.turns.Take(q.Context())
	if err != nil {
		place.Close()
		return nil, err
	}
	return &work{place, turn}, nil
}

// leave gives back room and turn, before the answer is sent.
func (k *work) leave() {
	if k.Turn != nil {
		k.Rest()
	}
	k.Leave()
}

// end ends the request.
func (k *work) end() {
	k.leave()
	k.Close()
}

// hasLeft tells whether an error is that the client has left: nobody reads an answer.
func hasLeft(q *request, err error) bool {
	return q.Context().Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded))
}

// refused is the problem of a costly request that was not let in.
func refused(r *admit.Refusal) *problem {
	p := newProblem(http.StatusServiceUnavailable, r.Error(), "")
	if r.Reason == admit.ShareFull {
		p = newProblem(http.StatusTooManyRequests, r.Error(), "")
	}
	p.After = int(math.Ceil(r.After.Seconds()))
	p.Hint = fmt.Sprintf("ask again in %d s", p.After)
	return p
}
