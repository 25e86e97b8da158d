"""Keeps the emulator on the loopback interface, whatever it is asked to do.

moto delivers some things for real: a message to an HTTPS subscription is a request to that address, a function runs in a
container. Nothing in the sandbox may reach beyond this machine, so such a delivery fails here.
"""

import sys

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def forbid_connections_beyond_loopback():
    """Makes every later connection or name look-up of this process fail that is not for the loopback interface."""
    sys.addaudithook(refuse_others)


def refuse_others(event, arguments):
    """An audit hook: see https://docs.python.org/3/library/audit_events.html for the events."""
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else address
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host is not None and host not in LOOPBACK:
        raise PermissionError(f"the sandbox does not connect to {host}")
