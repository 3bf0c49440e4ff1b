package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strconv"

	"demarc/server"
	"demarc/server/listen"
	"demarc/server/renew"
)

// entrance is what requests come in by, as flags say it.
type entrance struct {
	text, cert, key string
	address         listen.Address
	mode            fs.FileMode // of a unix socket
}

func (c *call) entranceFlags() *entrance {
	e := &entrance{mode: 0o660}
	c.flags.StringVar(&e.text, "addr", defaultAddress(), "`host:port` to listen on, or unix:/path of a socket; the environment variable PORT changes the port. "+
		"Sockets that systemd holds for the program take its place")
	c.flags.Func("socket-mode", "`mode` of a unix socket, octal as of chmod; who may write to it may ask (default 660)", func(text string) error {
		mode, err := strconv.ParseUint(text, 8, 32)
		if err != nil || mode > 0o777 {
			return errors.New("want an octal number such as 660")
		}
		e.mode = fs.FileMode(mode)
		return nil
	})
	c.flags.StringVar(&e.cert, "tls-cert", "", "`file` of a certificate with its chain, PEM, to serve over TLS and HTTP/2; read again when it changes")
	c.flags.StringVar(&e.key, "tls-key", "", "`file` of the key of -tls-cert, PEM")
	return e
}

// check reads what depends on several flags.
func (e *entrance) check() (err error) {
	if err := checkPort(os.Getenv("PORT")); err != nil && e.text == defaultAddress() {
		return misuse{err}
	}
	if e.address, err = listen.Parse(e.text); err != nil {
		return misusef("-addr %q: %v", e.text, err)
	}
	if (e.cert == "") != (e.key == "") {
		return misusef("-tls-cert and -tls-key: want both, or none")
	}
	return nil
}

// certificate is that of TLS, kept as its files are; nil without TLS.
func (e *entrance) certificate(log *slog.Logger) (*renew.Value[*tls.Certificate], error) {
	if e.cert == "" {
		return nil, nil
	}
	kept, err := renew.New([]string{e.cert, e.key}, func(contents [][]byte) (*tls.Certificate, error) {
		pair, err := tls.X509KeyPair(contents[0], contents[1])
		return &pair, err
	}, func(s renew.State) {
		if s.Refused != nil {
			log.Error("the certificate has changed and cannot be used; the one before is", "certificate", e.cert, "key", e.key, "cause", s.Refused)
			return
		}
		log.Info("the certificate was read again", "certificate", e.cert)
	})
	if err != nil {
		return nil, fmt.Errorf("serve: -tls-cert %s, -tls-key %s: %w", e.cert, e.key, err)
	}
	return kept, nil
}

// told is what the server says of its certificate.
func told(kept *renew.Value[*tls.Certificate]) func() server.Certificate {
	if kept == nil {
		return nil
	}
	return func() server.Certificate {
		state := kept.State()
		return server.Certificate{NotAfter: kept.Get().Leaf.NotAfter, Read: state.Read, Refused: state.Refused}
	}
}

// listen opens what the flags name, or takes over what systemd has opened.
func (e *entrance) listen() ([]net.Listener, error) {
	given, err := listen.Activated()
	if err != nil || len(given) > 0 {
		return given, err
	}
	l, err := e.address.Listen(e.mode)
	if err != nil {
		return nil, fmt.Errorf("serve: %w", err)
	}
	return []net.Listener{l}, nil
}

func closeAll(listeners []net.Listener) {
	for _, l := range listeners {
		l.Close()
	}
}

// sayServing says where, as a browser takes it.
func (c *call) sayServing(all []net.Listener, secure bool) {
	scheme := "http://"
	if secure {
		scheme = "https://"
	}
	for _, l := range all {
		at := scheme + readable(l.Addr())
		if l.Addr().Network() == "unix" {
			at = "unix:" + l.Addr().String()
		}
		fmt.Fprintf(c.stderr, "demarc: serving on %s\n", at)
	}
}

// answerAll serves on all listeners, with a certificate or nil, until the context ends, then lets
// the requests under way finish.
func answerAll(ctx context.Context, listeners []net.Listener, handler http.Handler, kept *renew.Value[*tls.Certificate]) error {
	s := server.HTTP(handler)
	answer := s.Serve
	if kept != nil {
		s.TLSConfig = &tls.Config{GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return kept.Get(), nil }}
		answer = func(l net.Listener) error { return s.ServeTLS(l, "", "") } // and HTTP/2
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error, len(listeners))
	for _, l := range listeners {
		go func() {
			ended <- answer(l)
			cancel() // what has lost one listener begins anew with all
		}()
	}
	<-ctx.Done()
	limited, stop := context.WithTimeout(context.Background(), shutdownTimeout)
	defer stop()
	late := s.Shutdown(limited)
	var failed error
	for range listeners {
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			failed = cmp.Or(failed, fmt.Errorf("serve: %w", err))
		}
	}
	return cmp.Or(failed, late)
}
