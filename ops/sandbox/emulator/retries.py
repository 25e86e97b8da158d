"""Answers a repeated request as it was answered the first time.

An SDK that loses an answer, or a part of it (see handler.py), sends the request again. AWS recognizes it by its
idempotency token; moto would make a second resource, or say that the first exists. The SDK names the request that it
repeats in the header `amz-sdk-invocation-id`.
"""

from collections import OrderedDict
from threading import Lock

# An SDK repeats within seconds: the answers of the last minute or so are enough.
REMEMBERED = 2000


class Answer:
    """What a request was answered, once that is known."""

    def __init__(self):
        self.lock = Lock()
        self.known = None


def answered_once(application):
    """The WSGI application, which carries a request out once however often it is sent."""
    answers = OrderedDict()
    lock = Lock()

    def answer_to(request):
        with lock:
            answer = answers.setdefault(request, Answer())
            while len(answers) > REMEMBERED:
                answers.popitem(last=False)
            return answer

    def once(environ, start_response):
        request = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if request is None:
            return application(environ, start_response)
        answer = answer_to(request)
        with answer.lock:  # a repetition may come while the first is still being carried out
            # After a failure of the server the next attempt may succeed.
            if answer.known is None or answer.known[0] >= "5":
                answer.known = collect(application, environ)
            status, headers, body = answer.known
        start_response(status, headers)
        return [body]

    return once


def collect(application, environ):
    """Status, headers and whole body of the application's answer."""
    answer = []
    parts = application(environ, lambda status, headers, *_: answer.extend((status, headers)))
    body = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    return (*answer, body)
