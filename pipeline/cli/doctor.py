"""`docrow doctor`: what is installed, what is missing, what to do."""

from __future__ import annotations

import typer

from pipeline.cli.options import Json


def doctor(as_json: Json = False) -> None:
    """Check programs, languages, libraries, database, bucket and disk; leaves with 4 where one that is needed fails."""
    from pipeline.checkup import examine
    from pipeline.cli.console import grid, print_json, results
    from pipeline.settings import Settings

    findings = examine(Settings())
    if as_json:
        print_json([finding.as_json() for finding in findings])
    else:
        rows = [(finding.mark, finding.name, finding.seen, finding.remedy) for finding in findings]
        results().print(grid(("", "what", "seen", "what to do"), rows))
    if any(finding.broken for finding in findings):
        raise typer.Exit(4)
