"""Fixtures that every room may use, and how properties are drawn: the same on every machine, so that a draw that fails
once in a hundred is met by who changes the code, not by chance; ``HYPOTHESIS_PROFILE=drawn`` draws anew."""

import os

from hypothesis import HealthCheck, settings

from tests.servers import gcs, postgresql, postgresql_url, s3, s3_endpoint

settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("drawn", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

__all__ = ["gcs", "postgresql", "postgresql_url", "s3", "s3_endpoint"]
