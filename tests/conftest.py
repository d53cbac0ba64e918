"""Fixtures that every room may use."""

from tests.servers import gcs, postgresql, postgresql_url, s3, s3_endpoint

__all__ = ["gcs", "postgresql", "postgresql_url", "s3", "s3_endpoint"]
