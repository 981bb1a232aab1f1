/**
 * The hub's configuration: what the settings file says, and on top of it what no file can say: secrets, the addresses of
 * the identity provider, who may choose which profile, and metrics on a port of their own.
 */
export const configurationScript = `import hashlib
import json
import os
import pathlib
import urllib.request

from prometheus_client import start_http_server
from traitlets.config import Config

settings = json.loads((pathlib.Path(__file__).parent / "settings.json").read_text())
c.merge(Config(settings["traits"]))

c.JupyterHub.db_url = os.environ["DATABASE_URL"]
# Of any length; what signs cookies is 32 bytes long.
c.JupyterHub.cookie_secret = hashlib.sha256(os.environ["COOKIE_SECRET"].encode()).digest()

issuer = os.environ["OIDC_ISSUER"]
with urllib.request.urlopen(f"{issuer}/.well-known/openid-configuration", timeout=20) as answer:
    provider = json.load(answer)
if provider["issuer"].rstrip("/") != issuer:
    raise ValueError(f"{issuer} answers as {provider['issuer']}")
c.GenericOAuthenticator.authorize_url = provider["authorization_endpoint"]
c.GenericOAuthenticator.token_url = provider["token_endpoint"]
c.GenericOAuthenticator.userdata_url = provider["userinfo_endpoint"]
# OpenID Connect's own default is the header, where a provider says nothing.
c.GenericOAuthenticator.basic_auth = "client_secret_post" not in provider.get(
    "token_endpoint_auth_methods_supported", ["client_secret_basic"]
)


def profiles_of(spawner):
    """The profiles that a person may choose."""
    groups = {group.name for group in spawner.user.groups}
    return [
        entry["profile"] for entry in settings["profiles"] if not entry["groups"] or groups & set(entry["groups"])
    ]


c.KubeSpawner.profile_list = profiles_of

start_http_server(settings["metricsPort"])
`;
