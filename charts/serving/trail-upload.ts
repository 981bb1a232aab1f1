/**
 * Sends records to the bucket, a folder for each model and day, and deletes them here when they are there. MLflow's client
 * writes to every kind of bucket. A pod that leaves sends what its server still writes: it goes on until the server's last
 * request is over, and then takes also the files that were left open.
 */
export const trailUpload = `import gzip
import os
import shutil
import signal
import time
from pathlib import Path

from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

SPOOL, EACH_SECONDS = Path(os.environ["SPOOL"]), float(os.environ["EACH_SECONDS"])
LEAVE_SECONDS = float(os.environ["LEAVE_SECONDS"])
leaving = []
signal.signal(signal.SIGTERM, lambda *_: leaving.append(time.monotonic() + LEAVE_SECONDS))


def send(path):
    day = time.strftime("%Y-%m-%d", time.gmtime(path.stat().st_mtime))
    packed = path.with_suffix(".jsonl.gz.part")
    target = packed.with_name(path.stem + ".jsonl.gz")
    with open(path, "rb") as plain, gzip.open(packed, "wb") as into:
        shutil.copyfileobj(plain, into)
    os.rename(packed, target)
    bucket, folder = get_artifact_repository(os.environ["BUCKET"]), f"{path.parent.name}/{day}"
    try:
        # One name for one file: sent twice, it is there once.
        bucket.log_artifact(str(target), folder)
    except Exception:
        # A bucket whose objects are locked takes each name once: it may have been sent before, and not deleted here.
        if (f"{folder}/{target.name}", target.stat().st_size) not in {
            (one.path, one.file_size) for one in bucket.list_artifacts(folder)
        }:
            raise
    target.unlink()
    path.unlink()


def waiting(also_open):
    SPOOL.mkdir(parents=True, exist_ok=True)
    for path in sorted(SPOOL.glob("*/*")):
        # A server that was stopped midway leaves its file open behind.
        left = path.suffix == ".open" and (also_open or time.time() - path.stat().st_mtime > 10 * EACH_SECONDS)
        if path.suffix == ".jsonl" or left:
            yield path


print(f"sending what comes to {SPOOL} to {os.environ['BUCKET']}", flush=True)
while True:
    over = bool(leaving) and time.monotonic() >= leaving[0]
    for path in waiting(also_open=over):
        try:
            send(path)
        except Exception as problem:
            print(f"{path.name} is still here: {problem}", flush=True)
    if over:
        break
    time.sleep(min(EACH_SECONDS, 2) if leaving else EACH_SECONDS)
`;
