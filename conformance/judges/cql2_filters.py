"""cql2, a parser and evaluator of filters that is not ours, reads the same
filters: it rewrites them as JSON and as text, and matches the features itself."""

import json
import subprocess

import judge

# Filters that mean the same to every reader of the standard. The judge matches
# the features itself.
EVALUATED = """
zone = 'z_aghdam_east'
zone <> 'z_aghdam_east' AND overlay = TRUE
controller = 'azerbaijan' AND NOT (status = 'contested')
(status = 'contested' OR status = 'peacekeepers') AND area_km2 > 100
area_km2 >= 100.5
area_km2 BETWEEN 100 AND 500
area_km2 NOT BETWEEN 100 AND 500
zone IN ('z_aghdam_east', 'z_kalbajar_soviet')
zone NOT IN ('z_aghdam_east', 'z_kalbajar_soviet')
name_en LIKE 'Agh%'
name_en LIKE '%district, _ast'
name_en NOT LIKE 'Agh%'
CASEI(name_en) LIKE CASEI('AGH%')
CASEI(name_en) = CASEI('KALBAJAR DISTRICT')
name_hy LIKE 'Ֆ%'
valid_from = DATE('2020-11-25')
valid_from >= DATE('2020-01-01') AND valid_from < DATE('2021-01-01')
T_AFTER(valid_from, DATE('2020-11-10'))
T_BEFORE(valid_from, DATE('1990-01-01'))
S_INTERSECTS(geometry, POINT(46.04 40.10))
S_INTERSECTS(geometry, BBOX(46.0, 39.9, 46.5, 40.2))
S_INTERSECTS(geometry, POLYGON((46 39.5, 47 39.5, 47 40, 46 40, 46 39.5)))
S_INTERSECTS(geometry, LINESTRING(45.5 39.5, 47.5 40.5))
S_INTERSECTS(geometry, MULTIPOINT((46.04 40.10), (46.75 39.82)))
S_DISJOINT(geometry, POLYGON((46 39.5, 47 39.5, 47 40, 46 40, 46 39.5)))
""".strip().splitlines()

# Filters with absent values, or with the end of an interval that is open: the
# judge only rewrites them.
REWRITTEN = """
confidence IS NULL
patrolled_by IS NOT NULL
T_INTERSECTS(INTERVAL(valid_from, valid_to), DATE('2020-11-25'))
T_INTERSECTS(INTERVAL(valid_from, valid_to), INTERVAL('2020-11-10', '2020-12-01'))
T_INTERSECTS(INTERVAL(valid_from, valid_to), INTERVAL('..', '1991-01-01'))
T_DURING(INTERVAL(valid_from, valid_to), INTERVAL('1991-01-01', '2000-01-01'))
T_BEFORE(INTERVAL(valid_from, valid_to), DATE('1992-01-01'))
T_AFTER(INTERVAL(valid_from, valid_to), TIMESTAMP('2020-01-01T00:00:00Z'))
T_CONTAINS(INTERVAL(valid_from, valid_to), DATE('2000-01-01'))
T_DISJOINT(INTERVAL(valid_from, valid_to), DATE('2020-11-25'))
""".strip().splitlines()

# Runs with the judge's packages: reads filters, writes what they are to it.
SCRIPT = """
import json, sys
import cql2
filters, features = json.load(sys.stdin)
said = []
for text, evaluate in filters:
    expr = cql2.parse_text(text)
    try:
        ids = sorted(f["id"] for f in features if evaluate and expr.matches(f))
    except Exception as error:
        ids = [f"{text}: {error}"]
    said.append({"json": json.dumps(expr.to_json()), "text": expr.to_text(), "ids": ids})
json.dump(said, sys.stdout)
"""


def items(**parameters):
    import urllib.parse
    import urllib.request
    query = urllib.parse.urlencode(dict(parameters, limit=10000))
    try:
        with urllib.request.urlopen(f"{judge.url}/collections/control/items?{query}") as answer:
            return json.load(answer)["features"]
    except urllib.error.HTTPError as error:
        return [{"id": error.read().decode()}]


def ids(features):
    return sorted(f["id"] for f in features)


bin = judge.venv("cql2", "cql2==0.6.0")
everything = items()
run = subprocess.run([str(bin / "python"), "-c", SCRIPT], input=json.dumps([[[t, t in EVALUATED] for t in EVALUATED + REWRITTEN], everything]), capture_output=True, text=True)
if run.returncode != 0:
    print(f"```\n{run.stderr[-1500:]}\n```")
    judge.verdict(False)
wrong = []
for text, said in zip(EVALUATED + REWRITTEN, json.loads(run.stdout)):
    ours = ids(items(filter=text))
    for what, theirs in [
        ("as JSON", ids(items(**{"filter": said["json"], "filter-lang": "cql2-json"}))),
        ("as text rewritten", ids(items(filter=said["text"]))),
    ] + ([("matched by the judge", said["ids"])] if text in EVALUATED else []):
        if theirs != ours:
            wrong.append(f"- `{text}` {what}: {len(theirs)} features, ours {len(ours)}; {theirs[:1]}, {ours[:1]} `{said['text']}`")
print("The Python package cql2 0.6.0.\n")
print(f"{len(EVALUATED)} filters matched by the judge itself on {len(everything)} features, {len(EVALUATED) + len(REWRITTEN)} rewritten by it as JSON and as text and asked again: {len(wrong)} differences.")
print("\n".join(wrong))
judge.verdict(not wrong)
