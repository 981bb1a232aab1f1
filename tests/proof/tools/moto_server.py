"""moto's server with databases told apart.

moto gives every RDS instance the same resource id; the AWS provider finds an instance by that id, so a second one
in the account makes both "not found". Here each gets an id of its own, made from its name.
"""

import base64
import hashlib
import sys

from moto.rds.models import DBInstance
from moto.server import main

_init = DBInstance.__init__


def _init_with_own_id(self, *args, **kwargs):
    _init(self, *args, **kwargs)
    name = f"{self.arn}".encode()
    self.dbi_resource_id = "db-" + base64.b32encode(hashlib.sha256(name).digest()).decode()[:26]


DBInstance.__init__ = _init_with_own_id
sys.exit(main())
