/**
 * MLflow's `authorization_function`. Whoever comes through the gateway, where the host is the public name, shows user and
 * password; a pod that calls by a name of the cluster was let in by the network policy and is one user without rights of an
 * administrator, unless it shows a password. Prometheus, which calls by address, gets the metrics and nothing else.
 */
export const checkCallers = `import os

from flask import current_app, make_response, request
from mlflow.server.auth import authenticate_request_basic_auth, make_basic_auth_response
from werkzeug.datastructures import Authorization

USER = os.environ["CLUSTER_USER"]
HOSTS = frozenset(os.environ["CLUSTER_HOSTS"].split(","))


def by_address(host: str) -> bool:
    name, _, port = host.rpartition(":")
    return port.isdigit() and all(part.isdigit() for part in name.split("."))


def authenticate():
    if request.headers.get("Authorization"):
        return authenticate_request_basic_auth()
    metrics = current_app.view_functions.get(request.endpoint) if request.path == "/metrics" else None
    if metrics and by_address(request.host):
        # Only administrators may see pages that MLflow has no rule for, so the answer is given here and nobody signed in.
        return make_response(metrics(**request.view_args))
    if request.host in HOSTS:
        return Authorization("basic", {"username": USER, "password": ""})
    return make_basic_auth_response()
`;

/** Run once before the servers start. Changes nothing where everything is there. */
export const prepareUsers = `import os
import secrets

from mlflow.server.auth.config import read_auth_config
from mlflow.server.auth.sqlalchemy_store import SqlAlchemyStore

config = read_auth_config()
store = SqlAlchemyStore()
store.init_db(config.database_uri)
wanted = {
    config.admin_username: (config.admin_password, True),
    os.environ["CLUSTER_USER"]: (secrets.token_urlsafe(48), False),
}
for name, (password, is_admin) in wanted.items():
    if store.has_user(name):
        print(f"{name} is there")
    else:
        store.create_user(name, password, is_admin=is_admin)
        print(f"{name} is new")
`;
