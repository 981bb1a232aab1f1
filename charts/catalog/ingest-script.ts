/**
 * Fetches what each reading needs, runs DataHub's reader on its recipe, and tells the Pushgateway how it went. A source
 * that has not told anything yet is waited for, not failed; one bad reading does not keep the others from their turn.
 */
export const ingestScript = `import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from push_metrics import line, push

FOLDER = Path(__file__).parent
WORK = Path(os.environ["WORK_FOLDER"])


def fetch(path: str) -> bool:
    request = urllib.request.Request(
        f"{os.environ['ARTIFACTS_URL']}/{path}", headers={"Authorization": f"Bearer {os.environ['ARTIFACTS_KEY']}"}
    )
    target = WORK / path
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            target.write_bytes(answer.read())
    except urllib.error.HTTPError as error:
        if error.code != 404:
            raise
        return False
    return True


def read(name: str, files: list[str]) -> bool:
    if not all([fetch(path) for path in files]):
        print(f"{name}: nothing has been told yet", flush=True)
        return True
    started = time.time()
    command = [sys.executable, "-m", "datahub", "ingest", "run", "--config", str(FOLDER / f"{name}.yml")]
    good = subprocess.run(command, cwd=WORK).returncode == 0
    finished = time.time()
    lines = [
        line("evenkeel_catalog_reading_succeeded", float(good)),
        line("evenkeel_catalog_reading_seconds", finished - started),
    ]
    if good:
        lines.append(line("evenkeel_catalog_read_timestamp_seconds", finished))
    push("catalog", {"reading": name}, lines, keep_others=True)
    return good


results = []
for reading in json.loads((FOLDER / "readings.json").read_text()):
    try:
        results.append(read(reading["name"], reading["files"]))
    except OSError as error:
        print(f"{reading['name']}: {error}", file=sys.stderr, flush=True)
        results.append(False)
sys.exit(0 if all(results) else 1)
`;
