"""PyPI's feedparser reads all pages of the feed of changes."""

import json
import pathlib
import subprocess

import judge

bin = judge.venv("feedparser", "feedparser==6.0.14")
script = pathlib.Path(__file__).resolve().parents[2] / "server/testdata/feedparser_feed.py"
run = subprocess.run([str(bin / "python"), str(script), judge.url + "/feed.atom"], capture_output=True, text=True)
if run.returncode != 0:
    print(f"```\n{run.stderr[-2000:]}\n```")
    judge.verdict(False)
pages = json.loads(run.stdout)
entries = [e["id"] for p in pages for e in p["entries"]]
bad = [p["bozo"] for p in pages if p["bozo"] or p["version"] != "atom10"]
print(f"feedparser 6.0.14 read {len(pages)} pages with {len(entries)} entries of `/feed.atom`; {len(entries) - len(set(entries))} stand twice, {len(bad)} pages are not well formed.")
judge.verdict(entries and len(entries) == len(set(entries)) and not bad)
