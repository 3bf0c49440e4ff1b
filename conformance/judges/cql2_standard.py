"""The abstract tests of CQL2 on the standard's own data, and the standard's examples
as text and JSON. CQL2 names a checkout of opengeospatial/ogcapi-features; no copy of
it is in this repository."""

import os
import re
import subprocess

import judge

directory = os.environ.get("CQL2", "")
if not directory:
    judge.missing("the standard", "CQL2 is not set: want CQL2=DIR, a checkout of opengeospatial/ogcapi-features, see docs/gis.md")
run = subprocess.run(["go", "test", "./conformance", "-run", "CQL2", "-v", "-count=1", "-args", "-cql2", os.path.abspath(directory)], capture_output=True, text=True)
passed = re.findall(r"--- PASS: TestCQL2Predicates\w*/([\w-]+?)(?:#\d+)? ", run.stdout)
apart = re.findall(r"times count as their day: (.*)", run.stdout)
examples = re.search(r"\d+ understood, \d+ refused", run.stdout)
same = re.search(r"\d+ the same in both forms", run.stdout)
print(f"Predicates of the abstract tests on the standard's data: {len(passed)} find what the standard says, {len(apart)} tell times of one day apart, which count as one day here.\n")
for name in sorted(set(passed)):
    print(f"- {name}: {passed.count(name)}")
print(f"\nExamples of the standard, as text and JSON: {examples[0] if examples else 'none'}: functions on arrays, functions of one's own, and values of several types compared with each other.")
print(f"\n{same[0] if same else 'none the same'}, among features with values that they speak of.")
if apart:
    print("\nTimes of one day:\n")
    print("\n".join(f"- `{text.split('): got')[0]})`" for text in apart))
if run.returncode != 0:
    print(f"\n```\n{run.stdout[-3000:]}\n```")
judge.verdict(run.returncode == 0 and passed)
