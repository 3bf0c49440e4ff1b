"""PyPI's MCP client starts the program and asks who held Kalbajar, inside and outside of what is
covered. It holds structured answers against the schemas of the tools itself."""

import json
import pathlib
import subprocess
import tempfile

import judge

VERSION = "2.3.0"
bin = judge.venv("mcp", f"mcp=={VERSION}")
script = """
import asyncio, json, sys
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

async def main():
    async with stdio_client(StdioServerParameters(command=sys.argv[1], args=["mcp", "-data", "bundled:karabakh"])) as (read, write):
        async with ClientSession(read, write) as session:
            hello = await session.initialize()
            tools = [t.name for t in (await session.list_tools()).tools]
            answers = []
            for name, arguments in json.loads(sys.argv[2]):
                result = await session.call_tool(name, arguments)
                answers.append({"error": result.is_error, "text": result.content[0].text, "structured": result.structured_content})
            print(json.dumps({"protocol": hello.protocol_version, "tools": tools, "answers": answers}))

asyncio.run(main())
"""
asked = [
    ["locate", {"q": "Kalbajar", "datetime": "2020-11-24"}],
    ["locate", {"q": "Kalbajar", "datetime": "2020-11-25"}],
    ["locate", {"q": "Kalbajar", "datetime": "1950-01-01"}],
    ["locate", {"lon": 13.4, "lat": 52.5, "datetime": "2020-11-24"}],
    ["history", {"q": "Kalbajar"}],
    ["diff", {"from": "2020-11-09", "to": "2020-12-02"}],
    ["sources", {"id": "z_kalbajar_soviet"}],
    ["sources", {}],
    ["dataset", {}],
    ["locate", {"q": "Nowhere"}],
]
with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder) / "ask.py"
    file.write_text(script)
    run = subprocess.run([str(bin / "python"), str(file), judge.program, json.dumps(asked)], capture_output=True, text=True, timeout=120)
if run.returncode != 0:
    print(f"```\n{run.stderr[-2000:]}\n```")
    judge.verdict(False)
told = json.loads(run.stdout)
answers = told["answers"]
before, after, *unknown = [a["structured"] for a in answers[:4]]
addresses = [s["url"] for s in before["sources"] if s.get("url")]
held = [a["answer"]["control"]["controller"] for a in (before, after)]
ok = (
    held == ["armenian_forces", "azerbaijan"]
    and len(addresses) > 0
    and all(u["status"] == "unknown" and u["reason"] for u in unknown)
    and [a["error"] for a in answers] == [False] * 9 + [True]
)
print(f"The client of PyPI's mcp {VERSION} (protocol {told['protocol']}) found the tools {', '.join(told['tools'])}; answers are as their schemas say.")
print(f"Who held Kalbajar on 24 November 2020: `{held[0]}`, with {len(addresses)} addresses of sources; on 25 November: `{held[1]}`.")
print(f"Outside of what is covered: {'; '.join(u['status'] + ', ' + u['reason'] for u in unknown)}.")
judge.verdict(ok)
