"""What catalogues are told of the dataset: mlcroissant validates /dataset.jsonld and
loads rows through it, frictionless validates /datapackage.json with its tables and
reads these: each value is the API's."""

import subprocess

import judge

PACKAGES = ["frictionless==5.21.0", "mlcroissant==1.1.1"]

CHECK = """
import csv, datetime, io, sys, urllib.request
import frictionless
import mlcroissant
import numpy
url = sys.argv[1]
dataset = mlcroissant.Dataset(url + "/dataset.jsonld")
errors = list(dataset.metadata.issues.errors)
print(f"- mlcroissant: {len(errors)} errors")
bad = len(errors)
def plain(value):
    # As the API's CSV has it, numbers as numbers.
    if isinstance(value, bytes):
        value = value.decode()
    if value is None or value != value:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, (bool, numpy.bool_)):
        return str(value).lower()
    try:
        return float(value)
    except (TypeError, ValueError):
        return str(value)

def same(name, layer, got, without=()):
    global bad
    want = [{k: plain(v) for k, v in r.items() if k not in without} for r in csv.DictReader(io.TextIOWrapper(urllib.request.urlopen(f"{url}/export/{layer}.csv"), "utf-8"))]
    got = [{k: plain(v) for k, v in r.items()} for r in got]
    differ = [(a, b) for a, b in zip(got, want) if a != b]
    bad += len(differ) + abs(len(got) - len(want))
    print(f"- {name}: {len(got)} rows of {layer}, the API has {len(want)}: " + (f"{len(differ)} OTHERS, {differ[:1]}" if differ else "each value the same"))

for layer in ["control", "places", "events"]:
    # What all rows have in common, and shapes, are no fields of Croissant's.
    same("mlcroissant", layer, [{k.split("/")[1]: v for k, v in r.items()} for r in dataset.records(layer)], ["dataset", "licence", "attribution", "WKT"])
tables = frictionless.Package(url + "/datapackage.json")
for layer in ["control", "places", "events"]:
    same("frictionless", layer, [row.to_dict() for row in tables.get_resource(layer).read_rows()])
report = frictionless.validate(url + "/datapackage.json")
bad += not report.valid
print(f"- frictionless: {'valid' if report.valid else report.flatten(['title', 'type', 'message'])[:5]}, {len(report.tasks)} tables")
sys.exit(1 if bad else 0)
"""

python = judge.venv("catalogues", *PACKAGES) / "python"
run = subprocess.run([str(python), "-c", CHECK, judge.url], capture_output=True, text=True)
print(run.stdout)
if run.returncode not in (0, 1) or run.returncode and not run.stdout:
    print(f"```\n{run.stderr[-2000:]}\n```")
judge.verdict(run.returncode == 0)
