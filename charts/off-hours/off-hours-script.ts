/**
 * Python, standard library only. Sets every object of the schedule to what the hour asks for, each time anew: it
 * remembers nothing, so a run that was missed, a change of summer time or a restart is put right by the next one. The
 * hour is read from the clock on the wall of the time zone.
 *
 * Numbers are applied with a field manager of its own, also where they are right already: the field is the job's from its
 * first run on, and whoever stated it before may leave it out without anything happening. What scales by itself is only
 * stopped and woken. Nothing waits for anything: what needs something else starts when that is ready.
 */
export const offHoursScript = `import datetime
import json
import os
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request
import zoneinfo

account = os.environ["ACCOUNT_FOLDER"]
server = os.environ["API_SERVER"]
manager = os.environ["FIELD_MANAGER"]
own_job = os.environ["OWN_JOB"]
until_annotation = os.environ["STAY_UP_UNTIL"]
paused = "autoscaling.keda.sh/paused-replicas"
stopped_here = "evenkeel.dev/stopped-by"

days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
trust = ssl.create_default_context(cafile=account + "/ca.crt")


def call(method, path, body=None, kind="application/json"):
    with open(account + "/token", encoding="utf-8") as file:
        token = file.read().strip()
    request = urllib.request.Request(server + path, method=method, headers={"Authorization": "Bearer " + token})
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", kind)
    with urllib.request.urlopen(request, timeout=30, context=trust) as response:
        return json.load(response)


def time_of(text):
    time = datetime.datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    if time.tzinfo is None:
        raise ValueError("a time without its distance from UTC: " + text)
    return time


def minutes(text):
    return int(text[:2]) * 60 + int(text[3:])


def works(schedule, now):
    local = now.astimezone(zoneinfo.ZoneInfo(schedule["timeZone"]))
    minute = local.hour * 60 + local.minute
    today, yesterday = days[local.weekday()], days[local.weekday() - 1]
    for hours in schedule["workingHours"]:
        begin, end = minutes(hours["from"]), minutes(hours["until"])
        if today in hours["days"] and begin <= minute and (minute < end or end < begin):
            return True
        if yesterday in hours["days"] and minute < end < begin:
            return True
    return False


def path_of(one):
    group = one["apiVersion"]
    root = "/apis/" + group if "/" in group else "/api/" + group
    return "/".join([root, "namespaces", one["namespace"], one["resource"], one["name"]])


def patch(path, body, kind):
    query = {"fieldManager": manager}
    if kind == "apply-patch+yaml":
        query["force"] = "true"
    return call("PATCH", path + "?" + urllib.parse.urlencode(query), body, "application/" + kind)


def pause(one, up):
    path = path_of(one)
    annotations = call("GET", path)["metadata"].get("annotations") or {}
    ours = annotations.get(stopped_here) == manager
    # Whoever else paused it has a reason, and ends it.
    if up == (not ours) or (not up and paused in annotations):
        return False
    value = {paused: None, stopped_here: None} if up else {paused: "0", stopped_here: manager}
    patch(path, {"metadata": {"annotations": value}}, "merge-patch+json")
    return True


def scale(one, up):
    path = path_of(one) + "/scale"
    found = call("GET", path)
    before = found["spec"].get("replicas", 0)
    wanted = one["replicas"] if up else 0
    if one.get("autoscaled") and (before > 0) == up:
        return False
    # API servers fail to apply the number of a custom resource from or to none: it is the job's from its first change on.
    if one.get("autoscaled") or one["apiVersion"] != "apps/v1":
        if before != wanted:
            patch(path, {"spec": {"replicas": wanted}}, "merge-patch+json")
        return before != wanted
    stated = {"apiVersion": found["apiVersion"], "kind": "Scale", "metadata": {"name": one["name"], "namespace": one["namespace"]}}
    patch(path, {**stated, "spec": {"replicas": wanted}}, "apply-patch+yaml")
    return before != wanted


with open(os.environ["SCHEDULE"], encoding="utf-8") as file:
    schedule = json.load(file)
now = time_of(os.environ["NOW"]) if os.environ.get("NOW") else datetime.datetime.now(datetime.timezone.utc)
until = (call("GET", own_job)["metadata"].get("annotations") or {}).get(until_annotation)
# A time that nobody can read stops the run before it stops anything else: somebody wants to work late.
held = until is not None and now < time_of(until)
up = held or works(schedule, now)
print("up" if up else "down", "until " + until if held else "by schedule", flush=True)
failed = 0
for one in schedule["stopped"]:
    name = one["resource"] + " " + one["namespace"] + "/" + one["name"]
    try:
        if (pause if one["kind"] == "ScaledObject" else scale)(one, up):
            print("started" if up else "stopped", name, flush=True)
    except urllib.error.HTTPError as error:
        # Not there yet, or no longer: its next sync is not the job's to wait for.
        if error.code == 404:
            print("missing", name, flush=True)
            continue
        print("failed", name, error, file=sys.stderr, flush=True)
        failed += 1
    except (OSError, ValueError, KeyError) as error:
        print("failed", name, error, file=sys.stderr, flush=True)
        failed += 1
sys.exit(1 if failed else 0)
`;
