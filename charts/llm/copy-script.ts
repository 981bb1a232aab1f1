/**
 * Python, with what MLflow's image has: copies one commit of a model from the hub into the bucket, file by file, so that
 * the disk holds one file at a time. Large files are checked against the digest that the hub states. The marker comes
 * last: a copy that was broken off is made again, one that is complete is left alone.
 */
export const copyScript = `import hashlib
import os
import posixpath
import sys
import tempfile

import requests
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

hub = os.environ["HUB"]
model = os.environ["MODEL"]
revision = os.environ["REVISION"]
scratch = os.environ["SCRATCH"]
marker = "complete.txt"
other_formats = (".bin", ".pt", ".pth", ".h5", ".msgpack", ".onnx", ".gguf", ".ot", ".tflite")

repository = get_artifact_repository(os.environ["TARGET"])
if any(entry.path == marker for entry in repository.list_artifacts()):
    print("complete already", flush=True)
    sys.exit(0)

session = requests.Session()
if os.environ.get("HUB_TOKEN"):
    session.headers["Authorization"] = "Bearer " + os.environ["HUB_TOKEN"]


def get(url, **options):
    answer = session.get(url, timeout=60, **options)
    answer.raise_for_status()
    return answer


def copy(name, digest):
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        path = os.path.join(folder, posixpath.basename(name))
        seen = hashlib.sha256()
        with get(hub + "/" + model + "/resolve/" + revision + "/" + name, stream=True) as answer, open(path, "wb") as file:
            for block in answer.iter_content(1 << 20):
                seen.update(block)
                file.write(block)
        if digest and seen.hexdigest() != digest:
            raise ValueError(name + " differs from what the hub states")
        print("copied", name, os.path.getsize(path), "bytes", flush=True)
        repository.log_artifact(path, posixpath.dirname(name) or None)


files = get(hub + "/api/models/" + model + "/revision/" + revision, params={"blobs": "true"}).json()["siblings"]
names = [file["rfilename"] for file in files]
if any(name.startswith("/") or ".." in name.split("/") for name in names):
    raise ValueError("the hub names a file outside the model")
safe = any(name.endswith(".safetensors") for name in names)
for file in files:
    name = file["rfilename"]
    if safe and name.endswith(other_formats):
        continue
    copy(name, (file.get("lfs") or {}).get("sha256"))
with tempfile.TemporaryDirectory(dir=scratch) as folder:
    path = os.path.join(folder, marker)
    with open(path, "w") as file:
        file.write(model + " " + revision + "\\n")
    repository.log_artifact(path)
`;
