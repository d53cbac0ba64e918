"""How many words of a page were too doubtful for the families. Pages that were read before count none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pages", sa.Column("doubtful", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("pages", "doubtful")
