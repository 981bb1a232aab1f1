"""Prints the actions that policies of AWS's own allow, by name, as moto carries their text."""

import json
import sys

from moto.iam.aws_managed_policies import aws_managed_policies_data

policies = json.loads(aws_managed_policies_data)
json.dump(
    {
        name: [
            action
            for statement in policies[name]["Document"]["Statement"]
            if statement["Effect"] == "Allow"
            for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
        ]
        for name in sys.argv[1:]
    },
    sys.stdout,
)
