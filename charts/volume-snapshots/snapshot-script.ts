/**
 * Python, standard library only. Copies every bound claim that it was told of, one after the other, and deletes the
 * copies that have grown too old. The newest usable copy of a claim that is still there is never deleted, so a job that
 * fails for weeks takes nothing away. A claim that fails does not keep the others from being copied.
 */
export const volumeSnapshotScript = `import datetime
import json
import os
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

account = os.environ["ACCOUNT_FOLDER"]
server = os.environ["API_SERVER"]
namespace = os.environ["NAMESPACE"]
selectors = json.loads(os.environ["CLAIMS"])
retention = datetime.timedelta(days=int(os.environ["RETENTION_DAYS"]))
patience = int(os.environ["READY_SECONDS"])
made_here = {"evenkeel.dev/volume-snapshots": "scheduled"}

trust = ssl.create_default_context(cafile=account + "/ca.crt")
claims_path = "/api/v1/namespaces/" + namespace + "/persistentvolumeclaims"
snapshots_path = "/apis/snapshot.storage.k8s.io/v1/namespaces/" + namespace + "/volumesnapshots"


def call(method, path, body=None):
    # The token is replaced while the job runs.
    with open(account + "/token", encoding="utf-8") as file:
        token = file.read().strip()
    request = urllib.request.Request(server + path, method=method, headers={"Authorization": "Bearer " + token})
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=60, context=trust) as response:
        return json.load(response)


def listed(path, labels):
    selector = urllib.parse.quote(",".join(key + "=" + value for key, value in sorted(labels.items())))
    items, page = [], ""
    while True:
        found = call("GET", path + "?limit=500&labelSelector=" + selector + "&continue=" + urllib.parse.quote(page))
        items += found["items"]
        page = found["metadata"].get("continue") or ""
        if not page:
            return items


def made_at(snapshot):
    return datetime.datetime.fromisoformat(snapshot["metadata"]["creationTimestamp"].replace("Z", "+00:00"))


def is_usable(snapshot):
    return (snapshot.get("status") or {}).get("readyToUse") is True


def claim_of(snapshot):
    return snapshot["spec"]["source"].get("persistentVolumeClaimName")


def copy(name, snapshot_class, now):
    made = call(
        "POST",
        snapshots_path,
        {
            "apiVersion": "snapshot.storage.k8s.io/v1",
            "kind": "VolumeSnapshot",
            "metadata": {"name": name[:230] + now.strftime("-%Y%m%d-%H%M%S"), "labels": made_here},
            "spec": {
                "volumeSnapshotClassName": snapshot_class,
                "source": {"persistentVolumeClaimName": name},
            },
        },
    )
    path = snapshots_path + "/" + made["metadata"]["name"]
    end = time.monotonic() + patience
    while not is_usable(made):
        problem = ((made.get("status") or {}).get("error") or {}).get("message")
        if time.monotonic() > end:
            raise ValueError(problem or "not usable after " + str(patience) + " seconds")
        time.sleep(2)
        made = call("GET", path)
    print("copied", name, "to", made["metadata"]["name"], flush=True)


def let_go(existing):
    # The copies of this run are older than this moment, so that a retention of no days leaves none but the kept.
    now = datetime.datetime.now(datetime.timezone.utc)
    kept = set()
    for snapshot in sorted(listed(snapshots_path, made_here), key=made_at, reverse=True):
        claim = claim_of(snapshot)
        if is_usable(snapshot) and claim in existing and claim not in kept:
            kept.add(claim)
            continue
        if now - made_at(snapshot) <= retention:
            continue
        try:
            call("DELETE", snapshots_path + "/" + snapshot["metadata"]["name"])
            print("deleted", snapshot["metadata"]["name"], flush=True)
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise


failed = 0
now = datetime.datetime.now(datetime.timezone.utc)
claims = {
    claim["metadata"]["name"]: (claim, selector["snapshotClass"])
    for selector in selectors
    for claim in listed(claims_path, selector["labels"])
}
for name, (claim, snapshot_class) in sorted(claims.items()):
    if (claim.get("status") or {}).get("phase") != "Bound":
        continue
    try:
        copy(name, snapshot_class, now)
    except (OSError, ValueError, KeyError) as error:
        print("failed", name, error, file=sys.stderr, flush=True)
        failed += 1
let_go(set(claims))
sys.exit(1 if failed else 0)
`;
