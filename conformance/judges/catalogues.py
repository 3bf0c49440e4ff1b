"""What catalogues are told of the dataset: mlcroissant validates /dataset.jsonld and
loads rows through it, as many as the API has; frictionless validates
/datapackage.json with its tables."""

import subprocess

import judge

PACKAGES = ["frictionless==5.21.0", "mlcroissant==1.1.1"]

CHECK = """
import csv, io, sys, urllib.request
import frictionless
import mlcroissant
url = sys.argv[1]
dataset = mlcroissant.Dataset(url + "/dataset.jsonld")
errors = list(dataset.metadata.issues.errors)
print(f"- mlcroissant: {len(errors)} errors")
bad = len(errors)
for layer in ["control", "places", "events"]:
    want = [r["id"] for r in csv.DictReader(io.TextIOWrapper(urllib.request.urlopen(f"{url}/export/{layer}.csv"), "utf-8"))]
    got = [r[f"{layer}/id"].decode() for r in dataset.records(layer)]
    bad += got != want
    print(f"- mlcroissant: {len(got)} rows of {layer}, the API has {len(want)}: {'the same' if got == want else 'OTHERS'}")
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
