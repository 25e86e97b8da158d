"""Answers a repeated request as it was answered the first time.

An SDK that loses the connection before it has read the answer sends the request again. AWS recognizes it by its
idempotency token; moto would make a second resource, or say that the first exists. The SDK names the request that it
repeats in the header `amz-sdk-invocation-id`.
"""

from collections import OrderedDict

# An SDK repeats within seconds: the answers of the last minute or so are enough.
REMEMBERED = 2000


def answered_once(application):
    """The WSGI application, which carries a request out once however often it is sent."""
    answers = OrderedDict()

    def once(environ, start_response):
        request = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if request is None:
            return application(environ, start_response)
        is_repeated = not environ.get("HTTP_AMZ_SDK_REQUEST", "attempt=1").startswith("attempt=1;")
        if not (is_repeated and request in answers):
            answers[request] = collect(application, environ)
            while len(answers) > REMEMBERED:
                answers.popitem(last=False)
        status, headers, body = answers[request]
        if status >= "5":
            del answers[request]  # a failure of the server: the next attempt may succeed
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
