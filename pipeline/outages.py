"""What may be tried again: an outage. A bug fails at once, a bad document never fails the step at all."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from dagster import RetryRequested

from extractors.errors import Outage

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

RETRIES = 4
WAIT_SECONDS = 30


def retry_outages(step: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Has Dagster try the step again where the database, the bucket, a program or the disk failed it, and nothing else:
    Dagster's own RetryPolicy would also repeat bugs."""

    @wraps(step)
    def wrapped(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        try:
            return step(*args, **kwargs)
        except Outage as outage:
            raise RetryRequested(max_retries=RETRIES, seconds_to_wait=WAIT_SECONDS) from outage

    return wrapped
