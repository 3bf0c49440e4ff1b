// Package notify tells others of a release: a letter for each address is put into a queue beside
// the dataset, and sent from there until it is taken.
//
//	notify.json   {"letters": [{"delivery": ..., "url": ..., "body": ..., "tries": 2}]}
//
// A letter is a POST of JSON with the headers
//
//	Demarc-Delivery   its id, the same at each try: who has it has the letter already
//	Demarc-Timestamp  when it was sent, seconds since 1970
//	Demarc-Signature  sha256=HEX, the HMAC-SHA256 of timestamp, a full stop and body
//
// The secret of the signature stands nowhere in the queue. Letters go to https addresses alone, and
// redirects are not followed. To which hosts, private ones too, is for whoever releases to choose:
// addresses come from the command, never from a request.
package notify

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"demarc/data/unfinished"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// QueueFile is the queue in the directory of a dataset.
const QueueFile = "notify.json"

// The limits of the queue and of a delivery.
const (
	maxLetters    = 1000
	maxQueueBytes = 16 << 20
	maxBodyBytes  = 1 << 20
	maxTries      = 50 // then a letter is given up
	sendTimeout   = 20 * time.Second
	maxReplyBytes = 64 << 10
)

// Letter is what is to be delivered to one address.
type Letter struct {
	Delivery string `json:"delivery"`
	URL      string `json:"url"`
	Body     string `json:"body"` // JSON, byte for byte the same at each try
	Tries    int    `json:"tries,omitempty"`
	Error    string `json:"error,omitempty"` // of the latest try
}

// Address refuses what no letter can be sent to.
func Address(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return fmt.Errorf("%q: %w", text, err)
	case u.Scheme == "http":
		return fmt.Errorf("%q: want an https address: over http anybody on the way could read the letter and change it", u.Redacted())
	case u.Scheme != "https" || u.Host == "":
		return fmt.Errorf("%q: want an https address", text)
	case u.User != nil:
		return fmt.Errorf("%q: want no password in the address: it would stand in the queue", u.Redacted())
	}
	return nil
}

// Host is where the letter goes; the rest of an address may be secret.
func (l *Letter) Host() string {
	u, err := url.Parse(l.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// Queue holds the letters of a dataset that were not taken yet.
type Queue struct {
	file    string
	Letters []*Letter
}

// Open reads the queue in the directory of a dataset; there may be none.
func Open(directory string) (*Queue, error) {
	q := &Queue{file: filepath.Join(directory, QueueFile)}
	f, err := os.Open(q.file)
	if errors.Is(err, fs.ErrNotExist) {
		return q, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxQueueBytes+1))
	if err != nil {
		return nil, err
	}
	if len(content) > maxQueueBytes {
		return nil, fmt.Errorf("%s: more than %d MiB: remove it to give its letters up", q.file, maxQueueBytes>>20)
	}
	var read struct{ Letters []*Letter }
	if err := json.Unmarshal(content, &read); err != nil {
		return nil, fmt.Errorf("%s: %w (remove it to give its letters up)", q.file, err)
	}
	for i, l := range read.Letters {
		if l == nil || l.Delivery == "" || Address(l.URL) != nil || len(l.Body) == 0 {
			return nil, fmt.Errorf("%s: letter %d: want delivery, an https url and a body", q.file, i+1)
		}
	}
	q.Letters = read.Letters
	return q, nil
}

// Add puts a letter to each address into the queue.
func (q *Queue) Add(body any, addresses ...string) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	if len(text) > maxBodyBytes {
		return fmt.Errorf("a letter of %d bytes: want at most %d", len(text), maxBodyBytes)
	}
	if len(q.Letters)+len(addresses) > maxLetters {
		return fmt.Errorf("%s: %d letters wait already: want at most %d", q.file, len(q.Letters), maxLetters)
	}
	for _, address := range addresses {
		if err := Address(address); err != nil {
			return err
		}
		q.Letters = append(q.Letters, &Letter{Delivery: strings.ToLower(rand.Text()), URL: address, Body: string(text)})
	}
	return q.save()
}

// save writes the queue at once, for its owner alone to read: addresses may be secret.
func (q *Queue) save() error {
	if len(q.Letters) == 0 {
		if err := os.Remove(q.file); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	text, err := json.MarshalIndent(map[string]any{"letters": q.Letters}, "", " ")
	if err != nil {
		return err
	}
	f, err := unfinished.NewFile(q.file)
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	if err = errors.Join(err, f.Sync()); err == nil {
		err = f.Place(0o600)
	}
	if err != nil {
		f.Drop()
	}
	return err
}

// Send tries each letter once and keeps those that were not taken. It says how each went.
func (q *Queue) Send(ctx context.Context, client *http.Client, secret string, say func(*Letter, error)) error {
	own := *client
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	own.Timeout = sendTimeout
	tried := q.Letters
	for i, l := range tried {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		err := l.send(ctx, &own, secret, time.Now())
		var kept []*Letter
		kept = append(kept, q.Letters[:len(q.Letters)-(len(tried)-i)]...)
		if err != nil {
			if l.Tries++; l.Tries >= maxTries {
				err = fmt.Errorf("%w; given up after %d tries", err, l.Tries)
			} else {
				l.Error = err.Error()
				kept = append(kept, l)
			}
		}
		q.Letters = append(kept, tried[i+1:]...)
		say(l, err)
		if err := q.save(); err != nil { // after each: what was taken is not sent twice
			return err
		}
	}
	return nil
}

func (l *Letter) send(ctx context.Context, client *http.Client, secret string, now time.Time) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, l.URL, strings.NewReader(l.Body))
	if err != nil {
		return err
	}
	stamp := strconv.FormatInt(now.Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "demarc")
	r.Header.Set("Demarc-Delivery", l.Delivery)
	r.Header.Set("Demarc-Timestamp", stamp)
	r.Header.Set("Demarc-Signature", sign(secret, stamp, []byte(l.Body)))
	answer, err := client.Do(r)
	var failed *url.Error
	if errors.As(err, &failed) {
		return fmt.Errorf("%s: %w", r.URL.Host, failed.Err) // without the rest of the address
	}
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	io.Copy(io.Discard, io.LimitReader(answer.Body, maxReplyBytes)) // so that the connection can be used again
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("it answered %s, want 2xx", answer.Status)
	}
	return nil
}

// sign returns the signature of a body that is sent at a time.
func sign(secret, stamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(stamp + "."))
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}
