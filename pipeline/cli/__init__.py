"""The command line. `main` is the outermost boundary: the one place that turns an error into a sentence and a code.

Exit codes: 0 done; 1 a bug (with its traceback); 2 wrong usage or SQL that is not one reading statement; 3 done, but
documents were set aside; 4 the world is broken (nothing is lost, try again); 5 a model that cannot be used;
6 annotations that cannot be trained on; 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run `docrow` with the arguments of this process and leave with the exit code."""
    from extractors.errors import DocrowError
    from pipeline.cli.app import app

    try:
        app()
    except DocrowError as error:
        sys.exit(tell(error))
    except BrokenPipeError:  # `docrow query ... | head` is no error
        sys.stderr.close()
        sys.exit(0)


def tell(error: BaseException) -> int:
    """One clear sentence on stderr, with what to do; returns the exit code."""
    from extractors.errors import BadAnnotations, DocrowError
    from pipeline.cli.console import errors

    if not isinstance(error, DocrowError):
        raise error
    lines = [f"docrow: {error.message}" if error.message else f"docrow: {error.code}"]
    if isinstance(error, BadAnnotations):
        lines += [f"  {problem}" for problem in error.problems]
    if error.remedy:
        lines.append(f"  what to do: {error.remedy}")
    errors().print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)
    return error.exit_code
