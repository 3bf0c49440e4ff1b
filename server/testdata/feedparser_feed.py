# feedparser reads a feed from its pages, and says what it sees.
# Usage: feedparser_feed.py URL
import json
import sys

import feedparser

pages, url = [], sys.argv[1]
while url:
    f = feedparser.parse(url)
    pages.append({
        "bozo": str(f.bozo_exception) if f.bozo else "", "version": f.version, "id": f.feed.id, "title": f.feed.title,
        "updated": bool(f.feed.updated_parsed), "author": f.feed.author,
        "entries": [{
            "id": e.id, "title": e.title, "link": e.link, "html": e.content[0].value, "type": e.content[0].type,
            "published": e.get("published", ""), "updated": e.updated, "tags": [t.term for t in e.tags],
            "picture": [x.href for x in e.enclosures],
        } for e in f.entries],
    })
    url = next((x.href for x in f.feed.links if x.rel == "next"), None)
    if len(pages) == 100:
        break
print(json.dumps(pages))
