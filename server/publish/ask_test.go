package publish_test

import (
	"net/http/httptest"
	"testing"

	"demarc/server/publish"
)

func ask(t *testing.T, site publish.Site, address string) []byte {
	t.Helper()
	w := httptest.NewRecorder()
	site.Handler.ServeHTTP(w, httptest.NewRequest("GET", origin+"/"+address, nil))
	if w.Code != 200 {
		t.Fatalf("%s: status %d", address, w.Code)
	}
	return w.Body.Bytes()
}
