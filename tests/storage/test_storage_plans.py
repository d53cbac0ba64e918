"""What the answers in milliseconds hang on: the questions that people ask are answered from an index, in SQLite even
without statistics."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from storage.tables import Row


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM latest_fields WHERE document_id = 'x'",
        "SELECT * FROM latest_fields WHERE key = 'total'",
        "SELECT * FROM latest_fields WHERE key = 'total' AND value_number > 10",
        "SELECT * FROM latest_fields WHERE key = 'due' AND value_date = '2026-08-22'",
        "SELECT * FROM latest_fields WHERE value = 'x'",
        "SELECT fields FROM document_json WHERE document_key = 'in/one.pdf'",
        "SELECT * FROM problem_documents",
        "SELECT * FROM cells WHERE document_id = 'x'",
        "DELETE FROM documents WHERE id = 'x'",
    ],
)
def test_no_question_reads_a_whole_table(sqlite, sql):
    with sqlite.connect() as connection:
        plan = [row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]
    tables = {*"defntcx", *Row.metadata.tables}  # tables, and the names that the views give them
    full = [step for step in plan if step.startswith("SCAN ") and step.split()[1] in tables and "USING" not in step]
    assert full == [], plan
