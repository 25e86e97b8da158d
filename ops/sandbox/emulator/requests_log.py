"""The emulator's log: a line for each request with its region, service, action and status.

The server's own log has the path only, which is the same for most of AWS's actions.
"""

import io
import re
import sys
from time import strftime
from urllib.parse import parse_qs

CREDENTIAL = re.compile(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/")


def logged(application):
    """The WSGI application with a line on the standard error for each answer."""

    def with_log(environ, start_response):
        action = action_of(environ)
        signed = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
        region, service = signed.groups() if signed else ("-", "-")

        def start_and_log(status, *arguments):
            # One write: the lines of requests that end together stay whole.
            sys.stderr.write(f"{strftime('%H:%M:%S')} {region} {service} {action} {status.split()[0]}\n")
            return start_response(status, *arguments)

        return application(environ, start_and_log)

    return with_log


def action_of(environ):
    """`CreateTopic`, from the header of JSON protocols or the body of query protocols; else method and path."""
    if "HTTP_X_AMZ_TARGET" in environ:
        return environ["HTTP_X_AMZ_TARGET"].split(".")[-1]
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        return parse_qs(body.decode()).get("Action", ["-"])[0]
    return f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
