"""Connections to repositories: moto has none. Enough of them to be asked for, and to be deleted.

seed.py makes them; nobody has to confirm them.
"""

import json

from werkzeug.wrappers import Response

TARGET = "CodeStar_connections_20191201."

#: ARNs of the connections that there are.
connections = set()


def is_about_connections(request):
    """Whether a request is one of the API of connections."""
    return request.headers.get("X-Amz-Target", "").startswith(TARGET)


def answer(request):
    """Answers GetConnection and DeleteConnection."""
    operation, arn = request.headers["X-Amz-Target"].removeprefix(TARGET), request.get_json(force=True)["ConnectionArn"]
    if arn not in connections:
        return in_json({"__type": "ResourceNotFoundException", "Message": f"Connection not found: {arn}"}, 400)
    if operation == "DeleteConnection":
        connections.remove(arn)
        return in_json({})
    return in_json({"Connection": {"ConnectionArn": arn, "ConnectionStatus": "AVAILABLE"}})


def in_json(answer, status=200):
    return Response(json.dumps(answer), status, mimetype="application/x-amz-json-1.0")
