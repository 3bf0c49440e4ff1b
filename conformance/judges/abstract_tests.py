"""The abstract tests of OGC API Features and Tiles in conformance/*_test.go,
written after the standards and the source of the OGC's suites."""

import re
import subprocess

import judge

run = subprocess.run(["go", "test", "./conformance", "-run", "Landing|Parameter|Collections|Tiles", "-v", "-count=1", "-args", "-url", judge.url], capture_output=True, text=True)
passed = len(re.findall(r"--- PASS", run.stdout))
failed = re.findall(r"--- FAIL: (\S+)", run.stdout)
print(f"`conformance/features_test.go` and `tiles_test.go`: Features Part 1 (core, GeoJSON, HTML, OpenAPI 3.0), Part 2 (CRS) and Tiles Part 1.\n\n{passed} tests passed, {len(failed)} failed.")
if run.returncode != 0:
    print(f"\n```\n{run.stdout[-3000:]}\n```")
judge.verdict(run.returncode == 0 and passed)
