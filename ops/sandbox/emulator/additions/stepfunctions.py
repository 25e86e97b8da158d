from moto.core.responses import ActionResult
from moto.stepfunctions.responses import StepFunctionResponse


def accept_definitions():
    """moto has no check of definitions, which the provider asks for before it creates or changes a state machine."""
    StepFunctionResponse.validate_state_machine_definition = lambda self: ActionResult(
        {"result": "OK", "diagnostics": [], "truncated": False}
    )
