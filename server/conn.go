package server

import (
	"context"
	"io"
	"math"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// http.Server sets eight deadlines for each request, nearly all later than the
// last, and none goes off. A timer of the runtime for each takes as long as all
// that is done for a tile that is kept. And it writes answers of more than 4 KiB
// in two pieces, each with a call of the system.

// Listener returns a listener for http.Server whose connections take less time.
// ConnContext goes with it.
func Listener(l net.Listener) net.Listener { return listener{l} }

type listener struct{ net.Listener }

func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok {
		return newConn(tcp), nil
	}
	return c, err
}

type connKey struct{}

// ConnContext lets handlers find the connection of a request.
func ConnContext(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// joinWrites says that an answer is written at once: its first piece then waits
// for the second.
func joinWrites(r *http.Request) {
	if c, ok := r.Context().Value(connKey{}).(*conn); ok {
		c.join = true
	}
}

// conn is a connection with deadlines that are put off and pieces of answers put
// together.
type conn struct {
	*net.TCPConn
	read, write deadline

	// Of the goroutine that serves:
	join bool              // the next full buffer of net/http may wait
	held *[fullBuffer]byte // one that waits for more
}

func newConn(tcp *net.TCPConn) *conn {
	c := &conn{TCPConn: tcp}
	c.read.init(tcp.SetReadDeadline)
	c.write.init(tcp.SetWriteDeadline)
	return c
}

// fullBuffer is how much net/http writes when there is more to come.
const fullBuffer = 4 << 10

var fullBuffers = sync.Pool{New: func() any { return new([fullBuffer]byte) }}

func (c *conn) Read(b []byte) (int, error) {
	n := 0
	err := c.read.while(func() (err error) {
		n, err = c.TCPConn.Read(b)
		return err
	})
	return n, err
}

func (c *conn) Write(b []byte) (int, error) {
	if c.held != nil {
		return c.writeAfterHeld(b)
	}
	if c.join && len(b) == fullBuffer {
		c.join, c.held = false, fullBuffers.Get().(*[fullBuffer]byte)
		return copy(c.held[:], b), nil
	}
	c.join = false
	done := 0
	err := c.write.while(func() error {
		n, err := c.TCPConn.Write(b[done:])
		done += n
		return err
	})
	return done, err
}

// writeAfterHeld returns how much of b was written.
func (c *conn) writeAfterHeld(b []byte) (int, error) {
	pieces := net.Buffers{c.held[:], b}
	var done int64
	err := c.write.while(func() error {
		n, err := pieces.WriteTo(c.TCPConn)
		done += n
		return err
	})
	fullBuffers.Put(c.held)
	c.held = nil
	return max(0, int(done)-fullBuffer), err
}

// ReadFrom is for files, which the system can send by itself.
func (c *conn) ReadFrom(r io.Reader) (int64, error) {
	if err := c.release(); err != nil {
		return 0, err
	}
	c.write.arm(true)
	return c.TCPConn.ReadFrom(r)
}

// WriteTo is for handlers that take the connection over.
func (c *conn) WriteTo(w io.Writer) (int64, error) {
	c.read.arm(true)
	return c.TCPConn.WriteTo(w)
}

// release writes what waits.
func (c *conn) release() error {
	c.join = false
	if c.held == nil {
		return nil
	}
	_, err := c.writeAfterHeld(nil)
	return err
}

// SetDeadline sets both.
func (c *conn) SetDeadline(t time.Time) error {
	c.read.set(t)
	return c.SetWriteDeadline(t)
}

// SetReadDeadline has an effect on reads under way, as that of net.Conn does.
func (c *conn) SetReadDeadline(t time.Time) error {
	c.read.set(t)
	return nil
}

// SetWriteDeadline is called by http.Server without a time when an answer is
// complete.
func (c *conn) SetWriteDeadline(t time.Time) error {
	if t.IsZero() {
		c.release() // an error is met again by whoever reads
	}
	c.write.set(t)
	return nil
}

// deadline is that of reads or of writes. One that is later than the last is only
// noted: when the runtime's goes off, it is set to what is wanted by then.
type deadline struct {
	wanted, armed atomic.Int64 // in nanoseconds since began; never
	busy          atomic.Bool  // a read or write is under way
	mu            sync.Mutex   // held while the runtime's is set
	runtime       func(time.Time) error
}

// never stands for no deadline.
const never = math.MaxInt64

// began is what times are measured from; its monotonic clock does not jump.
var began = time.Now()

func (d *deadline) init(runtime func(time.Time) error) {
	d.runtime = runtime
	d.wanted.Store(never)
	d.armed.Store(never)
}

// set is called by one goroutine at a time.
func (d *deadline) set(t time.Time) {
	wanted := int64(never)
	if !t.IsZero() {
		wanted = int64(t.Sub(began))
	}
	d.wanted.Store(wanted)
	// What is not under way arms it when it begins.
	if d.armed.Load() > wanted && d.busy.Load() {
		d.arm(false)
	}
}

// arm sets the runtime's deadline to what is wanted, if that is earlier, or exactly.
func (d *deadline) arm(exactly bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for {
		wanted, armed := d.wanted.Load(), d.armed.Load()
		if armed == wanted || armed < wanted && !exactly {
			return
		}
		t := time.Time{}
		if wanted != never {
			t = began.Add(time.Duration(wanted))
		}
		d.runtime(t) // fails on a closed connection, as what follows then does
		d.armed.Store(wanted)
	}
}

// while does something until it is done or what is wanted has passed.
func (d *deadline) while(do func() error) error {
	d.busy.Store(true)
	defer d.busy.Store(false)
	for {
		wanted, armed := d.wanted.Load(), d.armed.Load()
		switch {
		case wanted < 0: // long ago: net/http ends a read under way
			return os.ErrDeadlineExceeded
		case armed < 0:
			d.arm(true)
		case armed > wanted:
			d.arm(false)
		}
		err := do()
		if err == nil {
			return nil
		}
		if timeout, ok := err.(net.Error); !ok || !timeout.Timeout() || int64(time.Since(began)) >= d.wanted.Load() {
			return err
		}
		d.arm(true)
	}
}
