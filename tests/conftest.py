"""Fixtures that every room may use."""

from tests.servers import postgresql, postgresql_url, s3, s3_endpoint

__all__ = ["postgresql", "postgresql_url", "s3", "s3_endpoint"]
