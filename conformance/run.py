"""Runs the judges in judges/, or only those named, against the program and writes
what they find into CONFORMANCE.md.

    run.py bin/demarc [JUDGE...]

Exit: 0 all judges that could be had pass, 1 one does not.
"""

import datetime
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

here = pathlib.Path(__file__).resolve().parent


def serve(program):
    """Starts the program on a free port and waits until it answers."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    log = open(pathlib.Path(tempfile.mkdtemp()) / "demarc.log", "w")
    process = subprocess.Popen([program, "serve", "-addr", f"127.0.0.1:{port}"], stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(url + "/readyz").read()
            return process, url
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    process.kill()
    sys.exit(f"{program} does not answer, see {log.name}")


def report(sections):
    """Writes CONFORMANCE.md; the sections of judges that did not run now stay."""
    file = here / "CONFORMANCE.md"
    old = ["## " + part for part in file.read_text().split("\n## ")[1:]] if file.exists() else []
    by_name = {section[3:].split(":")[0]: section.rstrip() + "\n" for section in old + sections}
    by_name = {name: section for name, section in by_name.items() if (here / "judges" / f"{name}.py").exists()}
    file.write_text("# Conformance\n\nWhat `make conformance` found.\n\n" + "\n".join(by_name[name] for name in sorted(by_name)))


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    judges = sorted(p for p in (here / "judges").iterdir() if p.suffix == ".py")
    wanted = sys.argv[2:]
    if wanted:
        judges = [p for p in judges if p.stem in wanted]
    work = pathlib.Path(os.environ.get("JUDGE_WORK", pathlib.Path.home() / ".cache/demarc-conformance"))
    work.mkdir(parents=True, exist_ok=True)
    process, url = serve(program)
    sections, failed = [], []
    try:
        for judge in judges:
            print(f"{judge.stem} ...", file=sys.stderr, flush=True)
            environment = dict(os.environ, DEMARC_URL=url, DEMARC_BIN=program, JUDGE_WORK=str(work), PYTHONPATH=str(here), PYTHONDONTWRITEBYTECODE="1")
            run = subprocess.run([sys.executable, str(judge)], env=environment, cwd=here.parent, capture_output=True, text=True)
            result = {0: "passed", 1: "FAILED", 3: "not run"}.get(run.returncode, "FAILED")
            print(f"{judge.stem}: {result}", file=sys.stderr, flush=True)
            if result == "FAILED":
                failed.append(judge.stem)
            body = run.stdout.strip()
            if run.returncode not in (0, 1, 3):
                body += f"\n\n```\n{run.stderr.strip()[-2000:]}\n```"
            sections.append(f"## {judge.stem}: {result}, {datetime.date.today()}\n\n{body}\n")
    finally:
        process.terminate()
        process.wait()
    report(sections)
    print("\n".join(sections))
    sys.exit(1 if failed else 0)


main()
