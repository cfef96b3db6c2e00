from uuid import uuid4

import schemathesis

# What OpenAPI has no words for: a parameter that a role or another parameter asks for.
UNSAID = {("/query/patientToken", "required"), ("/query", "custom")}


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """A key is fresh for every new request, as the contract says; a generated one would soon come again with another body."""
    if case.meta is not None and case.meta.generation.mode.is_positive and "Idempotency-Key" in (case.headers or {}):
        case.headers["Idempotency-Key"] = str(uuid4())


def code_of(problem):
    """A problem's code, in either of the forms in which we tell it."""
    if problem.get("resourceType") == "OperationOutcome":
        return problem["issue"][0]["details"]["coding"][0]["code"]
    return problem["code"]


@schemathesis.check
def contract_is_enough(ctx, response, case):
    """What fits the contract may break a rule of the domain, which has a code of its own; it is never refused as unfit."""
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code not in (400, 406, 415, 422):
        return
    problem = response.json()
    code = code_of(problem)
    if code in ("malformed-json", "not-acceptable", "unsupported-media-type"):
        raise AssertionError(f"refused as {code}")
    # Which FHIR we take is told by its profiles, not by the schema; an OperationOutcome has no pointers of ours.
    errors = problem.get("errors", [])
    if code == "request-invalid" and not all((error["pointer"], error["code"]) in UNSAID for error in errors):
        raise AssertionError(f"refused as unfit: {errors}")
