/**
 * Makes the user that starts trainings, and leaves it exactly the rights that it needs: to make runs of the stated DAGs.
 * Changes nothing where everything is there.
 */
export const retrainingUser = `import os

from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder

NAME = os.environ["RETRAINING_USER"]
PASSWORD = os.environ["RETRAINING_PASSWORD"]
RIGHTS = {("can_create", "DAG Runs")} | {("can_edit", f"DAG:{dag}") for dag in os.environ["DAGS"].split(",")}

with get_application_builder() as builder:
    manager = builder.sm
    role = manager.find_role(NAME) or manager.add_role(NAME)
    for permission in list(role.permissions):
        if (permission.action.name, permission.resource.name) not in RIGHTS:
            manager.remove_permission_from_role(role, permission)
    for action, resource in sorted(RIGHTS):
        manager.add_permission_to_role(role, manager.create_permission(action, resource))
    user = manager.find_user(username=NAME)
    if user:
        manager.reset_password(user.id, PASSWORD)
    elif not manager.add_user(NAME, "Retraining", "Alerts", f"{NAME}@localhost", role, PASSWORD):
        raise SystemExit(f"{NAME} could not be made")
    print(f"{NAME}: {len(RIGHTS)} rights")
`;

/**
 * Takes what Alertmanager sends, and starts one run for each firing alert that names a DAG. The name of the run is made of
 * the alert's fingerprint and start, so Airflow itself refuses a second run for the same alert, whichever replica asks.
 * Alertmanager sends again what was not answered with 200.
 */
export const retrainingReceiver = `import hashlib
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

AIRFLOW = os.environ["AIRFLOW_URL"]
CREDENTIALS = {"username": os.environ["RETRAINING_USER"], "password": os.environ["RETRAINING_PASSWORD"]}
DAGS = frozenset(os.environ["DAGS"].split(","))
LARGEST_BODY = 4 * 1024 * 1024
CREATED = (200, 201)


def call(path: str, body: dict, token: str = "") -> tuple[int, dict]:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(AIRFLOW + path, json.dumps(body).encode(), headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, {}


def run_id(alert: dict) -> str:
    start = hashlib.sha256(alert["startsAt"].encode()).hexdigest()[:12]
    return f"alert__{alert['fingerprint']}__{start}"


def start(alert: dict, token: str) -> bool:
    """True where nobody needs to ask again."""
    labels = alert["labels"]
    dag = labels["retrain"]
    if dag not in DAGS:
        print(f"{dag}: no model of the site is trained by it, ignored", file=sys.stderr, flush=True)
        return True
    body = {"dag_run_id": run_id(alert), "logical_date": None, "conf": {"alert": labels, "startsAt": alert["startsAt"]}}
    status, _ = call(f"/api/v2/dags/{urllib.parse.quote(dag, safe='')}/dagRuns", body, token)
    print(f"{dag} {body['dag_run_id']}: {'started' if status in CREATED else status}", file=sys.stderr, flush=True)
    return status in (*CREATED, 409)


def take(message: dict) -> bool:
    alerts = [each for each in message["alerts"] if each["status"] == "firing" and each["labels"].get("retrain")]
    if not alerts:
        return True
    status, answer = call("/auth/token", CREDENTIALS)
    if status not in CREATED:
        print(f"Airflow lets nobody in: {status}", file=sys.stderr, flush=True)
        return False
    return all([start(alert, answer["access_token"]) for alert in alerts])


class Receiver(BaseHTTPRequestHandler):
    timeout = 30

    def answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.answer(200 if self.path == "/healthz" else 404)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if self.path != "/alerts" or not 0 < length <= LARGEST_BODY:
            return self.answer(404 if self.path != "/alerts" else 413)
        try:
            message = json.loads(self.rfile.read(length))
            self.answer(200 if take(message) else 502)
        except (KeyError, TypeError, ValueError) as error:
            print(f"not from Alertmanager: {error!r}", file=sys.stderr, flush=True)
            self.answer(400)
        except OSError as error:
            print(f"Airflow does not answer: {error}", file=sys.stderr, flush=True)
            self.answer(502)

    def log_request(self, *_: object) -> None:
        """What it did is said above; health checks are not worth a line."""


ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Receiver).serve_forever()
`;
