"""The grammar of RFC 4287 in RELAX NG, read by libxml2, judges all pages of /feed.atom, and refuses
them when they are spoilt; what the RFC says beside its grammar is asked in XPath."""

import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request

import judge

# Runs in an environment of its own, with lxml and rnc2rng.
PROGRAM = r'''
import copy, sys, urllib.request
import rnc2rng
from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
names = {"a": ATOM}
grammar = rnc2rng.dumps(rnc2rng.load(sys.argv[1])).replace('xmlns:local=""', "")  # which XML does not allow
schema = etree.RelaxNG(etree.fromstring(grammar.encode()))

# What must hold beside the grammar (4.1.1, 4.1.2, 4.2.6, 4.2.7.2): each finds what breaks a rule.
RULES = {
    "an entry and its feed have no author": "//a:entry[not(a:author or a:source/a:author or ../a:author)]",
    "an entry has neither content nor an alternate link": "//a:entry[not(a:content or a:link[not(@rel) or @rel='alternate'])]",
    "two alternate links of one type and language": "//a:link[@rel='alternate'][@type=preceding-sibling::a:link[@rel='alternate']/@type]",
    "an id is no address": "//a:id[not(contains(., ':'))]",
    "a feed has no link to itself": "/a:feed[not(a:link[@rel='self'])]",
    "two entries of a page have one id": "//a:entry[a:id=preceding-sibling::a:entry/a:id]",
}


def faults(tree):
    if not schema.validate(tree):
        return [str(e) for e in schema.error_log]
    return [rule for rule, path in RULES.items() if tree.xpath(path, namespaces=names)]


def without(path):
    def spoil(root):
        for node in root.xpath(path, namespaces=names):
            node.getparent().remove(node)
    return spoil


def twice(path):
    def spoil(root):
        node = root.xpath(path, namespaces=names)[0]
        node.addnext(copy.deepcopy(node))
    return spoil


def said(path, text):
    def spoil(root):
        root.xpath(path, namespaces=names)[0].text = text
    return spoil


def unattributed(path, name):
    def spoil(root):
        del root.xpath(path, namespaces=names)[0].attrib[name]
    return spoil


SPOILT = {
    "no id": without("/a:feed/a:id"), "an entry without id": without("//a:entry[1]/a:id"), "an entry without title": without("//a:entry[1]/a:title"),
    "an entry without updated": without("//a:entry[1]/a:updated"), "two titles": twice("/a:feed/a:title"), "an entry twice": twice("//a:entry[1]"),
    "a day as a moment": said("/a:feed/a:updated", "2024-03-01"), "a link to nowhere": unattributed("//a:entry[1]/a:link", "href"),
    "a category of no term": unattributed("//a:category", "term"), "no author": without("//a:author"), "no self": without("/a:feed/a:link[@rel='self']"),
    "an unknown element": lambda root: etree.SubElement(root.find(".//{%s}entry" % ATOM), "{%s}pubDate" % ATOM),
}

address, what, pages, entries, found = sys.argv[2], sys.argv[3], 0, 0, []
while address and pages < 100:
    root = etree.fromstring(urllib.request.urlopen(address).read())
    tree = root.getroottree()
    found += ["page %d: %s" % (pages + 1, fault) for fault in faults(tree)]
    if pages == 0:
        for how, spoil in SPOILT.items():
            other = copy.deepcopy(root)
            spoil(other)
            if not faults(other.getroottree()):
                found.append("the judge takes a feed with this: " + how)
    entries += len(root.findall("{%s}entry" % ATOM))
    pages += 1
    address = (root.xpath("string(/a:feed/a:link[@rel='next']/@href)", namespaces=names))
print("- %s: %d entries on pages: %d, ways to spoil one that are refused: %d, faults: %d" % (what, entries, pages, len(SPOILT), len(found)))
for fault in found[:20]:
    print("  - " + fault)
sys.exit(1 if found or not entries else 0)
'''

bin = judge.venv("feedschema", "lxml==6.1.3", "rnc2rng==2.7.0")
repository = pathlib.Path(__file__).resolve().parents[2]
print("`conformance/atom.rnc`, the grammar of RFC 4287 in RELAX NG, by libxml2 (lxml 6.1.3), and what the RFC says beside it.\n")
ok = True


def ask(address, path, what=""):
    global ok
    run = subprocess.run([str(bin / "python"), "-c", PROGRAM, str(repository / "conformance/atom.rnc"), address + path, f"`{path}`{what}"], capture_output=True, text=True)
    print(run.stdout.rstrip() + (f"\n```\n{run.stderr[-2000:]}\n```" if run.stderr else ""))
    ok = ok and run.returncode == 0


ask(judge.url, "/feed.atom")
ask(judge.url, "/feed.atom?lang=ru&controller=azerbaijan")
with tempfile.TemporaryDirectory() as folder, socket.socket() as s:
    # A dataset with corrections that was released twice.
    isles = str(pathlib.Path(folder) / "isles")
    shutil.copytree(repository / "data/testdata/isles", isles)
    for day in ("2024-03-01", "2024-03-02"):
        subprocess.run([judge.program, "release", "-m", f"as of {day} & <before>", "-again", "-date", day, isles], check=True, capture_output=True)
    s.bind(("127.0.0.1", 0))
    port = s.getsockname()[1]
    s.close()
    server = subprocess.Popen([judge.program, "serve", "-addr", f"127.0.0.1:{port}", "-data", isles], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz").read()
                break
            except OSError:
                time.sleep(0.1)
        ask(f"http://127.0.0.1:{port}", "/feed.atom", " of a dataset with corrections and releases")
    finally:
        server.terminate()
        server.wait()
judge.verdict(ok)
