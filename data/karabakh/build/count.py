#!/usr/bin/env python3
"""Count how the statements of the dataset are sourced, and write the table of
the README anew. A test holds the numbers."""

import json
import re
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent


def read(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def counts():
    sources = {s["id"]: s for s in read("sources.json")["sources"]}
    events = {e["id"]: e for e in read("events.json")["events"]}
    periods = [p for zone in read("control.json")["zones"].values() for p in zone]

    def addressed(ids):
        return any(sources[i].get("url") for i in ids)

    def wiki(s):
        return s.get("mirror") or "ikipedia" in s.get("publisher", "")

    rows = [("sources", len(sources))]
    for member in ("author", "language", "accessed", "quote", "archived_url", "date_nominal"):
        rows.append((f"sources with `{member}`", sum(bool(s.get(member)) for s in sources.values())))
    rows += [
        ("sources that are Wikipedia or copies of it", sum(bool(wiki(s)) for s in sources.values())),
        ("sources without an address", sum(not s.get("url") for s in sources.values())),
        ("events", len(events)),
        ("events without a source that has an address", sum(not addressed(e["sources"]) for e in events.values())),
        ("events of one party's sources (`single_sided`)", sum(bool(e.get("single_sided")) for e in events.values())),
        ("periods", len(periods)),
        ("periods without a source that has an address",
         sum(not addressed(p.get("sources") or events[p["event"]]["sources"]) for p in periods)),
    ]
    return rows


def main():
    table = "\n".join(["| counted | |", "| --- | --- |"] + [f"| {what} | {n} |" for what, n in counts()])
    readme = DATA / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(re.sub(r"\| counted \| \|\n(\|.*\n)+", lambda _: table + "\n", text), encoding="utf-8")
    print(table)


if __name__ == "__main__":
    main()
