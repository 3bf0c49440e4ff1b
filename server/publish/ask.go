package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// asker asks the server's own handler, without a network.
type asker struct {
	http.Handler
	origin string // under which the handler takes itself to be found, with no slash at its end
}

// answered is what the handler has written.
type answered struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func (a *answered) Header() http.Header { return a.header }

func (a *answered) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answered) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

// get asks for an address relative to the page.
func (a asker) get(ctx context.Context, address string) (*answered, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.origin+"/"+address, nil)
	if err != nil {
		return nil, err
	}
	request.RemoteAddr = "127.0.0.1:1"
	got := &answered{header: http.Header{}}
	a.ServeHTTP(got, request)
	return got, ctx.Err()
}

// must asks for what there is.
func (a asker) must(ctx context.Context, address string) (*answered, error) {
	got, err := a.get(ctx, address)
	if err == nil && got.status != http.StatusOK {
		err = fmt.Errorf("%s: %s", address, got.said())
	}
	return got, err
}

// said is the sentence of a problem document.
func (a *answered) said() string {
	var p struct{ Title, Detail, Hint string }
	if json.Unmarshal(a.body.Bytes(), &p) == nil && p.Title != "" {
		return strings.Trim(p.Title+": "+p.Detail, ": ")
	}
	return fmt.Sprintf("the handler answers %d", a.status)
}

// mediaType is the type of an answer.
func (a *answered) mediaType() string { return a.header.Get("Content-Type") }

// text is the body with no address that only a server has: of itself it says "./". What is no text
// is as it is.
func (a asker) text(got *answered) []byte {
	for _, form := range []string{"json", "xml", "text/"} {
		if strings.Contains(got.mediaType(), form) {
			return bytes.ReplaceAll(got.body.Bytes(), []byte(a.origin+"/"), []byte("./"))
		}
	}
	return got.body.Bytes()
}
