"""openapi-spec-validator reads both descriptions of the API."""

import json
import subprocess
import urllib.request

import judge

bin = judge.venv("openapi", "openapi-spec-validator==0.9.0")
print("The Python package openapi-spec-validator 0.9.0.\n")
ok = True
for name, version in [("openapi.json", "3.0"), ("openapi-3.1.json", "3.1")]:
    document = judge.work / name
    answer = urllib.request.urlopen(f"{judge.url}/{name}")
    document.write_bytes(answer.read())
    run = subprocess.run([str(bin / "openapi-spec-validator"), str(document)], capture_output=True, text=True)
    paths = len(json.loads(document.read_text())["paths"])
    print(f"- /{name}: version {version}, {paths} paths, {'valid' if run.returncode == 0 else run.stdout + run.stderr}")
    ok = ok and run.returncode == 0 and answer.headers["Content-Type"] == f"application/vnd.oai.openapi+json;version={version}"
judge.verdict(ok)
