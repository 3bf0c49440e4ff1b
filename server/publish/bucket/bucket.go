// Package bucket keeps a published site in a bucket of an object store that speaks S3, of Amazon or
// of anybody else.
package bucket

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"demarc/server/publish"
)

// Is tells whether text names a bucket.
func Is(text string) bool { return strings.HasPrefix(text, "s3://") }

// store is a publish.Store below a prefix of a bucket.
type store struct {
	client         *minio.Client
	bucket, prefix string
	// asked and plain: whether the store was asked if it keeps what is told of an object, and that
	// it does not. Then nothing is compressed: readers would not know.
	asked, plain bool
}

// amazon answers where no endpoint is named.
const amazon = "https://s3.amazonaws.com"

// Open returns the store at s3://BUCKET/PREFIX. An endpoint is the address of the store's API, ""
// for Amazon's. Who may write is found where other programs find it: AWS_ACCESS_KEY_ID and
// AWS_SECRET_ACCESS_KEY, ~/.aws/credentials (AWS_PROFILE), or the role of the machine.
func Open(text, endpoint, region string) (publish.Store, error) {
	name, prefix, _ := strings.Cut(strings.TrimPrefix(text, "s3://"), "/")
	if name == "" {
		return nil, fmt.Errorf("%s: want s3://BUCKET or s3://BUCKET/PREFIX", text)
	}
	if endpoint == "" {
		endpoint = amazon
	}
	at, err := url.Parse(endpoint)
	if err != nil || at.Scheme != "https" && at.Scheme != "http" || at.Host == "" || strings.Trim(at.Path, "/") != "" {
		return nil, fmt.Errorf("endpoint %q: want an address such as https://s3.eu-central-1.amazonaws.com, with no path", endpoint)
	}
	client, err := minio.New(at.Host, &minio.Options{
		Creds: credentials.NewChainCredentials([]credentials.Provider{
			&credentials.EnvAWS{}, &credentials.FileAWSCredentials{}, &credentials.IAM{Client: &http.Client{Transport: http.DefaultTransport}},
		}),
		Secure: at.Scheme == "https", Region: region,
	})
	if err != nil {
		return nil, err
	}
	if prefix = strings.Trim(prefix, "/"); prefix != "" {
		prefix += "/"
	}
	return &store{client: client, bucket: name, prefix: prefix}, nil
}

func (s *store) Read(ctx context.Context, key string) ([]byte, string, error) {
	object, err := s.client.GetObject(ctx, s.bucket, s.prefix+key, minio.GetObjectOptions{})
	if err != nil {
		return nil, "", told(err)
	}
	defer object.Close()
	content, err := io.ReadAll(object)
	if err != nil {
		return nil, "", told(err)
	}
	info, err := object.Stat()
	if err != nil {
		return nil, "", told(err)
	}
	if bytes.HasPrefix(content, []byte{0x1f, 0x8b}) {
		unzipped, err := gzip.NewReader(bytes.NewReader(content))
		if err != nil {
			return nil, "", fmt.Errorf("%s: %w", key, err)
		}
		if content, err = io.ReadAll(unzipped); err != nil {
			return nil, "", fmt.Errorf("%s: %w", key, err)
		}
	}
	return content, info.ETag, nil
}

func (s *store) Write(ctx context.Context, key string, content []byte, head publish.Head) error {
	_, err := s.put(ctx, key, content, head, func(*minio.PutObjectOptions) {})
	return err
}

func (s *store) Swap(ctx context.Context, key string, content []byte, head publish.Head, tag string) (string, error) {
	was, err := s.put(ctx, key, content, head, func(o *minio.PutObjectOptions) {
		if tag == "" {
			o.SetMatchETagExcept("*")
		} else {
			o.SetMatchETag(tag)
		}
	})
	if errors.Is(err, fs.ErrNotExist) { // it was removed meanwhile
		return "", publish.ErrSwapped
	}
	switch code := minio.ToErrorResponse(err).Code; code {
	case "PreconditionFailed", "ConditionalRequestConflict":
		return "", publish.ErrSwapped
	case "NotImplemented":
		return "", fmt.Errorf("the store does not know conditional writes (If-Match), which keep two publishers apart: %w", err)
	}
	return was, err
}

// How long browsers keep what changes, and what does not.
const (
	keepsShort = "no-cache"
	keepsLong  = "public, max-age=31536000, immutable"
)

// put writes an object with what browsers are told of it.
func (s *store) put(ctx context.Context, key string, content []byte, head publish.Head, condition func(*minio.PutObjectOptions)) (string, error) {
	// signed piece by piece it would be sent as aws-chunked, which stores keep as the encoding of
	// it
	o := minio.PutObjectOptions{ContentType: head.Type, CacheControl: keepsShort, DisableMultipart: true, DisableContentSha256: true, SendContentMd5: true}
	if head.Keeps {
		o.CacheControl = keepsLong
	}
	condition(&o)
	stored := content
	zipped, ok := s.pack(content, head)
	if ok {
		stored, o.ContentEncoding = zipped, "gzip"
	}
	info, err := s.client.PutObject(ctx, s.bucket, s.prefix+key, bytes.NewReader(stored), int64(len(stored)), o)
	if err != nil || !ok || s.asked {
		return info.ETag, told(err)
	}
	kept, err := s.client.StatObject(ctx, s.bucket, s.prefix+key, minio.StatObjectOptions{})
	if err != nil {
		return "", told(err)
	}
	s.asked, s.plain = true, kept.Metadata.Get("Content-Encoding") != "gzip"
	if s.plain {
		return s.put(ctx, key, content, head, func(o *minio.PutObjectOptions) { o.SetMatchETag(info.ETag) })
	}
	return info.ETag, nil
}

// pack compresses what becomes smaller by it: all browsers read gzip.
func (s *store) pack(content []byte, head publish.Head) ([]byte, bool) {
	text := false
	for _, form := range []string{"text/", "json", "javascript", "xml", "vector-tile", "wasm"} {
		text = text || strings.Contains(head.Type, form)
	}
	if !text || s.plain || len(content) < 256 {
		return nil, false
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, false
	}
	if _, err := z.Write(content); err != nil || z.Close() != nil {
		return nil, false
	}
	return b.Bytes(), b.Len() < len(content)
}

func (s *store) Remove(ctx context.Context, key string) error {
	return told(s.client.RemoveObject(ctx, s.bucket, s.prefix+key, minio.RemoveObjectOptions{}))
}

func (s *store) All(ctx context.Context) iter.Seq2[publish.Info, error] {
	return func(yield func(publish.Info, error) bool) {
		for object := range s.client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.prefix, Recursive: true}) {
			if object.Err != nil {
				yield(publish.Info{}, told(object.Err))
				return
			}
			info := publish.Info{Key: strings.TrimPrefix(object.Key, s.prefix), Size: object.Size, Modified: object.LastModified, Tag: object.ETag}
			if !yield(info, nil) {
				return
			}
		}
	}
}

// Same tells whether an object holds a content, by the tag that stores make of what is in it.
func (s *store) Same(_ context.Context, info publish.Info, content []byte, head publish.Head) (bool, error) {
	found := strings.Trim(info.Tag, `"`)
	is := func(stored []byte) bool {
		sum := md5.Sum(stored)
		return found == hex.EncodeToString(sum[:])
	}
	zipped, ok := s.pack(content, head)
	return is(content) || ok && is(zipped), nil
}

// told words the errors that people can do something about.
func told(err error) error {
	response := minio.ToErrorResponse(err)
	switch {
	case err == nil:
		return nil
	case response.Code == "NoSuchKey":
		return fs.ErrNotExist
	case response.Code == "NoSuchBucket":
		return fmt.Errorf("there is no bucket %s: make it first, and let readers read it", response.BucketName)
	case response.Code == "AccessDenied" || response.Code == "InvalidAccessKeyId" || response.Code == "SignatureDoesNotMatch":
		return fmt.Errorf("the store refuses (%s): want AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of somebody who may read, write and list there", response.Code)
	}
	return err
}
