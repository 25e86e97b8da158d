"""Starts the emulated AWS of the sandbox: moto's server on a free loopback port, with our additions.

    python main.py STATE_FILE

Writes {"pid", "port", "instance"} to STATE_FILE once it answers. `instance` names this run: moto keeps all in memory, so
a stack whose state was recorded against another instance describes nothing that exists. Besides the AWS APIs it serves:

    GET  /moto-api/slipway/instance   the instance id, plain text
    POST /moto-api/slipway/seed       makes what a stack expects to find in the account (see seed.py)
    POST /moto-api/slipway/agent      gives an instance the commands that it has to run (see agents.py)
"""

import json
import os
import signal
import sys
import threading
import uuid

# The provider attaches AWS's managed policies (arn:aws:iam::aws:policy/...): moto has them only when told to.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

import additions
import agents
import connections
import handler
import network
import requests_log
import retries
import seed


def with_own_routes(aws, instance):
    """The WSGI application: our own routes, everything else is AWS."""
    answers = {"/moto-api/slipway/seed": seed.seed, "/moto-api/slipway/agent": agents.ask}

    def application(environ, start_response):
        request = Request(environ)
        if request.path == "/moto-api/slipway/instance":
            return Response(instance)(environ, start_response)
        if request.path in answers and request.method == "POST":
            answer = answers[request.path](request.get_json())
            return Response(json.dumps(answer), mimetype="application/json")(environ, start_response)
        if connections.is_about_connections(request):
            return connections.answer(request)(environ, start_response)
        return aws(environ, start_response)

    return application


def one_at_a_time(application):
    """The WSGI application without simultaneous requests: moto's changes have steps between which none may come."""
    lock = threading.Lock()

    def locked(environ, start_response):
        with lock:
            return application(environ, start_response)

    return locked


def main(state_file):
    network.forbid_connections_beyond_loopback()
    additions.apply()
    instance = str(uuid.uuid4())
    aws = DomainDispatcherApplication(create_backend_app)
    # Loopback only, and port 0: the system picks a free one.
    application = requests_log.logged(retries.answered_once(one_at_a_time(with_own_routes(aws, instance))))
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=handler.Handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    partial = f"{state_file}.{os.getpid()}"
    with open(partial, "w", encoding="utf-8") as file:
        json.dump({"pid": os.getpid(), "port": server.port, "instance": instance}, file)
    os.replace(partial, state_file)  # a reader sees the whole file or none
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
