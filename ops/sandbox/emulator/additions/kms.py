from moto.kms.models import Key


def say_which_keys_are_of_aws():
    """moto makes AWS's own keys (of disks, queues …) at their first use, and says that they are the customer's."""
    Key.key_manager = property(key_manager, lambda _key, _manager: None)


def key_manager(key):
    """Who looks after a key, as AWS tells it: moto gives AWS's own keys these descriptions."""
    return "AWS" if (key.description or "").startswith(("Default key", "Default master key")) else "CUSTOMER"
