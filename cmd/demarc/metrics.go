package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"

	"demarc/server"
	"demarc/server/metrics"
)

// metricsAddress reads -metrics: a port, or an address without a host, is of this machine alone.
func metricsAddress(text string) (string, error) {
	if _, err := strconv.ParseUint(text, 10, 16); err == nil {
		text = ":" + text
	}
	host, port, err := net.SplitHostPort(text)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	switch {
	case err != nil:
		return "", errors.New("want a port, or host:port")
	case host == "":
		host = "localhost"
	}
	return net.JoinHostPort(host, port), nil
}

// listenForMetrics takes the address, which may be none.
func listenForMetrics(address string) (net.Listener, error) {
	if address == "" {
		return nil, nil
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("serve: -metrics: %w", err)
	}
	return listener, nil
}

// serveMetrics answers /metrics on a listener of its own, if there is one, until the end is asked
// for.
func (c *call) serveMetrics(listener net.Listener, s *server.Server) (end func()) {
	if listener == nil {
		return func() {}
	}
	answering := server.HTTP(metrics.Handler(s.Counts))
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		answering.Serve(s.Accepting(listener)) // until it is closed
	}()
	fmt.Fprintf(c.stderr, "demarc: metrics on http://%s/metrics\n", readable(listener.Addr()))
	return func() {
		limited, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
		defer cancel()
		if answering.Shutdown(limited) != nil {
			answering.Close()
		}
		<-stopped
	}
}
