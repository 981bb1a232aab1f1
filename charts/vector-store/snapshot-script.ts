/**
 * Python, standard library only. Every member keeps its own shards, so every member makes its own snapshot of each
 * collection; its name holds the member's number and the time. Members write to one bucket and list all of it, so what
 * one of them has removed already is no error. A collection that fails does not keep the others from being saved.
 */
export const snapshotScript = `import datetime
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request

members = os.environ["MEMBERS"].split(",")
key = os.environ["QDRANT_API_KEY"]
retention = datetime.timedelta(days=int(os.environ["RETENTION_DAYS"]))
timeout = int(os.environ["TIMEOUT_SECONDS"])


def call(method, member, path):
    request = urllib.request.Request(member + path, method=method, headers={"api-key": key})
    with urllib.request.urlopen(request, timeout=timeout) as response:
        return json.load(response)["result"]


def made_at(snapshot):
    text = snapshot.get("creation_time")
    if not text:
        return None
    time = datetime.datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=datetime.timezone.utc)


def save(member, collection):
    path = "/collections/" + urllib.parse.quote(collection, safe="") + "/snapshots"
    made = call("POST", member, path + "?wait=true")
    print("saved", collection, made["name"], made["size"], "bytes", flush=True)
    oldest = datetime.datetime.now(datetime.timezone.utc) - retention
    for snapshot in call("GET", member, path):
        time = made_at(snapshot)
        if time is None or time >= oldest:
            continue
        try:
            call("DELETE", member, path + "/" + urllib.parse.quote(snapshot["name"], safe=""))
            print("removed", collection, snapshot["name"], flush=True)
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise


failed = 0
for member in members:
    try:
        collections = [entry["name"] for entry in call("GET", member, "/collections")["collections"]]
    except (OSError, ValueError, KeyError) as error:
        print("failed", member, error, file=sys.stderr, flush=True)
        failed += 1
        continue
    for collection in sorted(collections):
        try:
            save(member, collection)
        except (OSError, ValueError, KeyError) as error:
            print("failed", member, collection, error, file=sys.stderr, flush=True)
            failed += 1
sys.exit(1 if failed else 0)
`;
