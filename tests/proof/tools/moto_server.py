"""moto's server with databases told apart, lost answers given again, and conditions of bucket policies left alone.

moto gives every RDS instance the same resource id; the AWS provider finds an instance by that id, so a second one
in the account makes both "not found". Here each gets an id of its own, made from its name.

AWS's SDKs send a request again when its answer is lost on the way, with the same invocation id. What it made is there
by then, and moto would say "already exists"; here the first answer is given again.

moto holds bucket policies against requests without looking at what a condition asks about: a statement that denies what
comes without TLS would deny everything. Here statements with a condition are left out. And it fails to delete the marker
of a deleted object; here that is nothing to give up.

moto keeps whom a notice of a budget goes to, and tags of a budget, and answers neither; here it does.
"""

import base64
import hashlib
import json
import sys
import threading
from collections import OrderedDict

from moto.budgets.models import Budget
from moto.budgets.responses import BudgetsResponse
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.rds.models import DBInstance
from moto.s3.models import FakeBucket, FakeDeleteMarker
from moto.server import main

_init = DBInstance.__init__


def _init_with_own_id(self, *args, **kwargs):
    _init(self, *args, **kwargs)
    name = f"{self.arn}".encode()
    self.dbi_resource_id = "db-" + base64.b32encode(hashlib.sha256(name).digest()).decode()[:26]


DBInstance.__init__ = _init_with_own_id

_get_permission = FakeBucket.get_permission


def _permission_without_conditions(self, action, resource):
    policy = self.policy
    if policy is None:
        return _get_permission(self, action, resource)
    document = json.loads(policy)
    document["Statement"] = [each for each in document["Statement"] if "Condition" not in each]
    self.policy = json.dumps(document).encode()
    try:
        return _get_permission(self, action, resource)
    finally:
        self.policy = policy


FakeBucket.get_permission = _permission_without_conditions
FakeDeleteMarker.dispose = lambda self, garbage=False: None

_init_budget = Budget.__init__


def _init_with_thresholds(self, *args, **kwargs):
    _init_budget(self, *args, **kwargs)
    for notice in self.notifications:
        # AWS gives the default back as if it had been said.
        notice.details.setdefault("ThresholdType", "PERCENTAGE")


def _subscribers(self):
    budgets = self.backend.budgets[self._get_param("AccountId")]
    asked = self._get_param("Notification")
    keys = ("NotificationType", "ComparisonOperator", "Threshold")
    found = [
        each.subscribers
        for each in budgets[self._get_param("BudgetName")].notifications
        if all(each.details.get(key) == asked.get(key) for key in keys)
    ]
    return json.dumps({"Subscribers": found[0] if found else [], "NextToken": None})


_budget_tags = {}


def _list_budget_tags(self):
    return json.dumps({"ResourceTags": _budget_tags.get(self._get_param("ResourceARN"), [])})


_create_budget = BudgetsResponse.create_budget


def _create_tagged_budget(self):
    made = _create_budget(self)
    account, name = self._get_param("AccountId"), self._get_param("Budget")["BudgetName"]
    _budget_tags[f"arn:aws:budgets::{account}:budget/{name}"] = self._get_param("ResourceTags") or []
    return made


Budget.__init__ = _init_with_thresholds
BudgetsResponse.create_budget = _create_tagged_budget
BudgetsResponse.describe_subscribers_for_notification = _subscribers
BudgetsResponse.list_tags_for_resource = _list_budget_tags

# Enough for every request that can still be under way.
_KEPT_ANSWERS = 500
_answers = OrderedDict()
_running = {}
_guard = threading.Lock()
_dispatch = DomainDispatcherApplication.__call__


def _answer(app, environ):
    started = {}

    def start_response(status, headers, exc_info=None):
        started.update(status=status, headers=headers)
        return lambda _: None

    body = _dispatch(app, environ, start_response)
    try:
        return started["status"], started["headers"], b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()


def _dispatch_once(self, environ, start_response):
    invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
    if environ["REQUEST_METHOD"] != "POST" or invocation is None:
        return _dispatch(self, environ, start_response)
    with _guard:
        lock = _running.setdefault(invocation, threading.Lock())
    with lock:
        answer = _answers.get(invocation)
        if answer is None:
            answer = _answer(self, environ)
            with _guard:
                # An error may be gone the next time.
                if answer[0].startswith("2"):
                    _answers[invocation] = answer
                if len(_answers) > _KEPT_ANSWERS:
                    _answers.popitem(last=False)
    with _guard:
        _running.pop(invocation, None)
    status, headers, body = answer
    start_response(status, headers)
    return [body]


DomainDispatcherApplication.__call__ = _dispatch_once
sys.exit(main())
