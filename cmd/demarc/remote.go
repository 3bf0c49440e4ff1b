package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// remote fetches what an import reads from a server: a file, or all pages of a collection of OGC
// API Features. It follows links and redirects to the origin of the address alone.
type remote struct {
	client   *http.Client
	limits   remoteLimits
	say      func(text string) // progress; may be nil
	layer    string            // which of several collections
	datetime string            // a filter of collections

	origin *url.URL
	left   int64 // bytes
	pages  int
	chosen bool // layer named a collection
}

// remoteLimits bound what a server may send.
type remoteLimits struct {
	pages int
	bytes int64 // of all answers, unpacked
	page  time.Duration
	all   time.Duration
}

// usualLimits are said in the help.
var usualLimits = remoteLimits{pages: 10_000, bytes: 2 << 30, page: 2 * time.Minute, all: 30 * time.Minute}

// pageSize is asked for; servers may give less.
const pageSize = "1000"

// isAddress tells an address from the name of a file.
func isAddress(name string) bool {
	return strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://")
}

// errOrigin is that of a link or redirect to somewhere else.
var errOrigin = errors.New("is of another origin")

// fetch writes what lies at an address to a file in the folder, and returns its name.
func (r *remote) fetch(ctx context.Context, address, folder string) (string, error) {
	var err error
	if r.origin, err = url.Parse(address); err != nil {
		return "", misuse{err}
	}
	if r.origin.User != nil || r.origin.Host == "" {
		return "", misusef("%s: want an address with a host and without user and password", r.origin.Redacted())
	}
	ctx, cancel := context.WithTimeoutCause(ctx, r.limits.all, fmt.Errorf("it took more than %s", r.limits.all))
	defer cancel()
	r.left = r.limits.bytes
	client := *r.client
	client.CheckRedirect = func(next *http.Request, via []*http.Request) error {
		if len(via) > 5 {
			return errors.New("it redirects more than 5 times")
		}
		return r.same(next.URL, "it redirects to")
	}
	r.client = &client
	name, err := r.read(ctx, r.origin, folder)
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return "", cause
	}
	return name, err
}

// same refuses an address of another origin.
func (r *remote) same(u *url.URL, what string) error {
	if u.Scheme != r.origin.Scheme || !strings.EqualFold(u.Host, r.origin.Host) {
		return fmt.Errorf("%s %s, which %w: if you trust it, give that address", what, u.Redacted(), errOrigin)
	}
	return nil
}

// answer is the part of an answer in JSON that says where to go on.
type answer struct {
	Type          string            `json:"type"`
	ID            string            `json:"id"`
	Features      []json.RawMessage `json:"features"`
	CRS           json.RawMessage   `json:"crs"`
	Links         []link            `json:"links"`
	Collections   []answer          `json:"collections"`
	NumberMatched *int              `json:"numberMatched"`
}

type link struct {
	Href, Rel, Type string
}

// read goes from a landing page or list of collections to a collection, and from there to its
// items.
func (r *remote) read(ctx context.Context, u *url.URL, folder string) (string, error) {
	if strings.HasSuffix(strings.TrimSuffix(u.Path, "/"), "/items") {
		u = r.asItems(u)
	}
	for range 4 {
		body, err := r.get(ctx, u)
		if err != nil {
			return "", err
		}
		var a answer
		if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) || json.Unmarshal(body, &a) != nil || a.Type != "" {
			if a.Type == "FeatureCollection" && linkOf(a.Links, u, "next") != nil {
				return r.follow(ctx, u, a, folder)
			}
			name := filepath.Join(folder, plainName(u))
			return name, os.WriteFile(name, body, 0o600)
		}
		next, err := r.onward(u, a)
		if err != nil {
			return "", err
		}
		if next == nil {
			name := filepath.Join(folder, plainName(u))
			return name, os.WriteFile(name, body, 0o600) // of which the import says what it is not
		}
		u = next
	}
	return "", errors.New("its links lead round and round: want the address of a collection's items")
}

// onward returns where the items of a collection are, or a collection, or the list of them; nil if
// the answer is none of these.
func (r *remote) onward(u *url.URL, a answer) (*url.URL, error) {
	if items := linkOf(a.Links, u, "items"); items != nil && a.Collections == nil {
		if err := r.same(items, "its items are at"); err != nil {
			return nil, err
		}
		return r.asItems(items), nil
	}
	if a.Collections == nil {
		list := linkOf(a.Links, u, "data")
		if list == nil {
			return nil, nil
		}
		return list, r.same(list, "its collections are at")
	}
	var ids []string
	for _, c := range a.Collections {
		ids = append(ids, c.ID)
		if c.ID != r.layer && !(r.layer == "" && len(a.Collections) == 1) {
			continue
		}
		r.chosen = true
		items := linkOf(c.Links, u, "items")
		if items == nil {
			return nil, fmt.Errorf("collection %s: has no link to its items", c.ID)
		}
		return r.asItems(items), r.same(items, "its items are at")
	}
	return nil, fmt.Errorf("it holds %d collections, %s: say which with -layer", len(ids), shortened(ids))
}

// asItems asks for large pages and the days that are wanted.
func (r *remote) asItems(u *url.URL) *url.URL {
	with, query := *u, u.Query()
	if !query.Has("limit") {
		query.Set("limit", pageSize)
	}
	if r.datetime != "" {
		query.Set("datetime", r.datetime)
	}
	with.RawQuery = query.Encode()
	return &with
}

// linkOf returns the address of a relation, that of GeoJSON or JSON if there are several.
func linkOf(links []link, base *url.URL, rel string) *url.URL {
	var best *link
	for i, l := range links {
		kind, _, _ := mime.ParseMediaType(l.Type)
		if l.Rel != rel && !strings.HasSuffix(l.Rel, "/rel/"+rel) || kind == "text/html" {
			continue
		}
		if best == nil || kind == "application/geo+json" {
			best = &links[i]
		}
	}
	if best == nil {
		return nil
	}
	u, err := base.Parse(best.Href)
	if err != nil {
		return nil
	}
	return u
}

// follow reads all pages of a collection into one.
func (r *remote) follow(ctx context.Context, u *url.URL, first answer, folder string) (string, error) {
	name := filepath.Join(folder, plainName(u))
	out, err := os.Create(name)
	if err != nil {
		return "", err
	}
	err = r.copyPages(ctx, u, first, out)
	return name, errors.Join(err, out.Close())
}

func (r *remote) copyPages(ctx context.Context, u *url.URL, a answer, out io.Writer) error {
	head := `{"type": "FeatureCollection", "features": [`
	if a.CRS != nil {
		head = `{"type": "FeatureCollection", "crs": ` + string(a.CRS) + `, "features": [`
	}
	text := []byte(head)
	seen := map[string]bool{u.String(): true}
	count, matched := 0, a.NumberMatched
	for {
		for _, f := range a.Features {
			if count > 0 {
				text = append(text, ',')
			}
			text = append(append(text, '\n'), f...)
			count++
		}
		if _, err := out.Write(text); err != nil {
			return err
		}
		text = text[:0]
		next := linkOf(a.Links, u, "next")
		if next == nil {
			break
		}
		if err := r.same(next, "its next page is at"); err != nil {
			return err
		}
		if seen[next.String()] {
			return fmt.Errorf("its pages lead round and round: %s comes again", next.Redacted())
		}
		seen[next.String()] = true
		body, err := r.get(ctx, next)
		if err != nil {
			return fmt.Errorf("after %d features: %w", count, err)
		}
		a, u = answer{}, next
		if err := json.Unmarshal(body, &a); err != nil || a.Type != "FeatureCollection" {
			return fmt.Errorf("after %d features: %s is no page of features", count, next.Redacted())
		}
		if r.say != nil {
			r.say(fmt.Sprintf("%d pages, %s", r.pages, of(count+len(a.Features), matched)))
		}
	}
	if matched != nil && *matched != count {
		return fmt.Errorf("the server says that %d features match, and gave %d: try again, or give an address with a smaller limit", *matched, count)
	}
	_, err := io.WriteString(out, "\n]}\n")
	return err
}

func of(count int, matched *int) string {
	if matched == nil {
		return fmt.Sprintf("%d features", count)
	}
	return fmt.Sprintf("%d of %d features", count, *matched)
}

// get reads one answer, within all limits.
func (r *remote) get(ctx context.Context, u *url.URL) ([]byte, error) {
	if r.pages++; r.pages > r.limits.pages {
		return nil, fmt.Errorf("it has more than %d pages: want fewer, by -datetime or bbox=", r.limits.pages)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, r.limits.page, fmt.Errorf("an answer took more than %s", r.limits.page))
	defer cancel()
	body, err := r.once(ctx, u)
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return nil, cause
	}
	return body, err
}

func (r *remote) once(ctx context.Context, u *url.URL) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/geo+json, application/json;q=0.9, */*;q=0.5")
	request.Header.Set("User-Agent", "demarc/"+version())
	response, err := r.client.Do(request)
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err // without the address, which is said anyway
		}
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		start, _ := io.ReadAll(io.LimitReader(response.Body, 300)) // a hint at best
		return nil, fmt.Errorf("the server answers %s: %s", response.Status, strings.Join(strings.Fields(visibleText(start)), " "))
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, r.left+1))
	if r.left -= int64(len(body)); r.left < 0 {
		return nil, fmt.Errorf("it sends more than %d MB: want less, by -datetime or bbox=", r.limits.bytes/1e6)
	}
	return body, err
}

// visibleText keeps what a server says from the terminal.
func visibleText(text []byte) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(string(text), "\ufffd"))
}

var unusual = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// plainName is the name of the file for what lies at an address: its last part, or the collection.
func plainName(u *url.URL) string {
	name := path.Base(strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), "/items"))
	name = strings.Trim(unusual.ReplaceAllString(name, "-"), ".-")
	if name == "" {
		name = "remote"
	}
	return name
}

func shortened(words []string) string {
	const most = 8
	slices.Sort(words)
	if len(words) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(words[:most], ", "), len(words)-most)
	}
	return strings.Join(words, ", ")
}
