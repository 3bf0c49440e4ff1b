"""Our own suite for the parameter datetime, which no other suite tests."""

import re
import subprocess

import judge

run = subprocess.run(["go", "test", "./conformance", "-run", "Datetime", "-v", "-count=1", "-args", "-url", judge.url], capture_output=True, text=True)
passed = re.findall(r"--- PASS: TestDatetime/(\S+)", run.stdout)
failed = re.findall(r"--- FAIL: TestDatetime/(\S+)", run.stdout)
print("`conformance/datetime_test.go`, a table of questions about instants, intervals, open ends, hand-over days, undated features, mistakes and days beyond the extent.\n")
print(f"{len(passed)} collections passed: {', '.join(passed)}.")
if failed or run.returncode != 0:
    print(f"\nfailed: {', '.join(failed)}\n\n```\n{run.stdout[-3000:]}\n```")
judge.verdict(run.returncode == 0 and passed)
