"""What moto 5.2.5 lacks or does otherwise than AWS and the AWS provider relies on, each with its reason.

Every addition is the smallest that lets our resource types be created, read, changed and deleted.
"""


def apply():
    """Puts all additions in place. Called once, before the server answers."""
