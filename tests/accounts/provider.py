"""A small OpenID Connect provider that really answers, for one person at a time."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT_ID = "folkmoot"
SECRET = "a secret of both"


class Provider(ThreadingHTTPServer):
    """Lets in whoever `person` is; `claims` of their token, `asked` for what the site sent."""

    person: dict[str, Any]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.person = {"sub": "77", "email": "Rhian@council.example", "name": "Rhian Pugh", "email_verified": False}
        self.audience = CLIENT_ID
        self.asked: dict[str, str] = {}

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "1", "alg": "RS256", "use": "sig"}]}

    def token(self, sent: dict[str, str]) -> dict[str, Any]:
        self.asked = sent
        claims = self.person | {"iss": self.url, "aud": self.audience, "exp": time.time() + 60, "iat": time.time()}
        id_token = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": id_token}


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if path == "/authorize":
            self._back(query["redirect_uri"][0], {"state": query["state"][0], "code": "1"})
        elif path == "/.well-known/openid-configuration":
            self._json(self.server.configuration())
        elif path == "/keys":
            self._json(self.server.keys())
        elif path == "/userinfo":
            self._json(self.server.person)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._json(self.server.token({name: values[0] for name, values in sent.items()}))

    def _back(self, to: str, parameters: dict[str, str]) -> None:
        self.send_response(302)
        self.send_header("Location", f"{to}?{urlencode(parameters)}")
        self.end_headers()

    def _json(self, data: dict[str, Any]) -> None:
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Says nothing."""


@contextmanager
def running_provider() -> Iterator[Provider]:
    """A provider listening on a port of its own, stopped afterwards."""
    with Provider() as provider:
        thread = Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield provider
        provider.shutdown()
        thread.join()
