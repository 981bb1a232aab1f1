/**
 * What a run of dbt is: its packages, the age of its sources where that is asked for, then models and tests in their
 * order. Settings come from the environment. Results go to the Pushgateway whatever they are; artifacts of a good run go to
 * the catalogue, where there is one. The run ends as dbt does.
 */
export const runScript = `import os
import sys
import time
import urllib.request
from collections import Counter
from pathlib import Path

from dbt.cli.main import dbtRunner
from push_metrics import line, push

PROJECT = os.environ["PROJECT"]
FOLDER = Path(os.environ["PROJECT_FOLDER"])
COMMON = [
    "--project-dir", str(FOLDER), "--profiles-dir", os.environ["PROFILES_FOLDER"], "--profile", os.environ["PROFILE"]
]
SELECT = ["--select", *os.environ["SELECT"].split()] if os.environ["SELECT"] else []

runner = dbtRunner()
started = time.time()
lines: list[str] = []


def invoke(*arguments: str):
    answer = runner.invoke([*arguments, *COMMON])
    if answer.exception is not None:
        print(answer.exception, file=sys.stderr)
    return answer


def packages() -> bool:
    wanted = any((FOLDER / name).exists() for name in ("packages.yml", "dependencies.yml"))
    return not wanted or invoke("deps").success


def freshness() -> bool:
    answer = invoke("source", "freshness")
    for each in getattr(answer.result, "results", None) or []:
        source = f"{each.node.source_name}.{each.node.name}"
        if getattr(each, "age", None) is not None:
            lines.append(line("evenkeel_dbt_source_age_seconds", each.age, source=source))
        stale = str(each.status) not in ("pass", "warn")
        lines.append(line("evenkeel_dbt_source_stale", float(stale), source=source))
    return answer.success


def build() -> bool:
    answer = invoke(os.environ["COMMAND"], *SELECT)
    results = getattr(answer.result, "results", None) or []
    counts = Counter((str(each.node.resource_type), str(each.status)) for each in results)
    for (kind, status), count in sorted(counts.items()):
        lines.append(line("evenkeel_dbt_results", float(count), kind=kind, status=status))
    # A run that selects nothing is a mistake in the selection, and must not look like a good one.
    if answer.success and not results:
        print("nothing was selected", file=sys.stderr)
        return False
    return answer.success


def tell_catalogue() -> None:
    """Puts the artifacts of this run where the catalogue reads them."""
    target = Path(os.environ["DBT_TARGET_PATH"])
    results = (target / "run_results.json").read_bytes()
    # Columns of the tables as they are now. It writes results of its own in the place of those of the run.
    if not invoke("docs", "generate").success:
        print("the catalogue is not told: no description of the tables", file=sys.stderr)
        return
    files = {"run_results": results, **{name: (target / f"{name}.json").read_bytes() for name in ("manifest", "catalog")}}
    for name, body in files.items():
        request = urllib.request.Request(
            f"{os.environ['ARTIFACTS_URL']}/dbt/{PROJECT}/{name}.json",
            data=body,
            method="PUT",
            headers={"Authorization": f"Bearer {os.environ['ARTIFACTS_KEY']}"},
        )
        urllib.request.urlopen(request, timeout=60).close()


good = packages()
if good and os.environ["SOURCE_FRESHNESS"] == "true":
    good = freshness()
good = good and build()
finished = time.time()
if good and "ARTIFACTS_URL" in os.environ:
    # What fails here is made up for by the next run, and does not fail this one.
    try:
        tell_catalogue()
    except OSError as error:
        print(f"the catalogue is not told: {error}", file=sys.stderr)
lines += [
    line("evenkeel_dbt_run_succeeded", float(good)),
    line("evenkeel_dbt_run_seconds", finished - started),
    line("evenkeel_dbt_finished_timestamp_seconds", finished),
]
if good:
    lines.append(line("evenkeel_dbt_succeeded_timestamp_seconds", finished))
push("dbt", {"project": PROJECT}, lines, keep_others=True)
sys.exit(0 if good else 1)
`;
