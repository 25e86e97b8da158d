"""How the emulator answers: each answer in one piece.

Head and body in two pieces lose answers. AWS's SDK for Go closes the body of its request once it has the head of the
answer. If its transport has not yet noted that the request is sent, as happens on busy processors, it takes that for a
failed write and closes the connection, and with it the rest of the answer; the SDK then sends the request again.
"""

from moto.moto_server.werkzeug_app import MotoRequestHandler


class Handler(MotoRequestHandler):
    """moto's request handler, with a buffer for whole answers and without a log of its own (see requests_log.py)."""

    wbufsize = 1 << 20  # bytes

    def handle_expect_100(self):
        """Tells a client to go on: it waits for that before it sends its body."""
        go_on = super().handle_expect_100()
        self.wfile.flush()
        return go_on

    def log_request(self, code="-", size="-"):
        pass
