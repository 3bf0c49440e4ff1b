"""schemathesis asks every operation of /openapi.json with examples that it
makes up, right and wrong ones, and looks at the answers."""

import os
import pathlib
import re
import subprocess
import xml.etree.ElementTree

import judge

EXAMPLES = os.environ.get("EXAMPLES", "200")
ONLY = os.environ.get("OPERATIONS", "")  # a regular expression for paths, to ask some operations again
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,unsupported_method"

bin = judge.venv("schemathesis", "schemathesis==4.32.5")
reports = judge.work / "schemathesis-report"
reports.mkdir(exist_ok=True)
junit = reports / "junit.xml"
environment = dict(os.environ, SCHEMATHESIS_HOOKS=str(pathlib.Path(__file__).resolve().parent.parent / "schemathesis_hooks.py"))
run = subprocess.run(
    [str(bin / "schemathesis"), "run", judge.url + "/openapi.json", "-c", CHECKS, "-n", EXAMPLES, "--no-color", "--continue-on-failure",
     *(["--include-path-regex", ONLY] if ONLY else []), "--suppress-health-check", "all", "--seed", "1988", "--report", "junit", "--report-junit-path", str(junit)],
    cwd=reports, env=environment, capture_output=True, text=True)
(reports / "output.txt").write_text(run.stdout + run.stderr)

operations = re.search(r"Tested: (\d+)", run.stdout)
cases = re.search(r"(\d+) generated[^\n]*", run.stdout)
if not operations or not cases:
    judge.missing("schemathesis", run.stdout[-400:] + run.stderr[-400:])
print(f"[schemathesis](https://schemathesis.readthedocs.io) 4.32.5, {EXAMPLES} examples for each operation, checks {CHECKS.replace(',', ', ')}.\n")
print(f"{'Only paths like ' + ONLY + ': ' if ONLY else ''}{operations.group(1)} operations, {cases.group(0)}.")
failures = re.findall(r"^  ❌ (ST.*)$", run.stdout, re.M)
for failure in failures:
    print(f"- {failure}")
for case in xml.etree.ElementTree.parse(junit).iter("testcase"):
    for failure in case.findall("failure") + case.findall("error"):
        print(f"\n{case.get('name')}\n\n```\n{(failure.get('message') or failure.text or '')[:1500]}\n```")
judge.verdict(run.returncode == 0)
