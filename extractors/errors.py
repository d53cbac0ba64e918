"""Everything that can go wrong, drawn once.

::

    DocrowError
    ├── DocumentError            one document is set aside, the batch goes on          exit code 3
    │   ├── Unsupported          docx xlsx pptx html email zip empty unknown ...  unsupported.*
    │   ├── Encrypted            a password is needed                             encrypted
    │   ├── Damaged              the file says it is X and cannot be read as X    damaged
    │   ├── OverLimit            bytes, pages, pixels, seconds                    limit.*
    │   └── Crashed              a native library died on it                      crashed
    ├── Outage                   the world is broken: the run stops, nothing is lost   exit code 4
    │   ├── MissingProgram       tesseract is not installed                       missing.program
    │   ├── MissingLanguage      a language pack is not installed                 missing.language
    │   ├── MissingLibrary       an extra of docrow is not installed              missing.library
    │   ├── DatabaseDown         unreachable, locked, wrong version               down.database
    │   ├── BucketDown           unreachable, not allowed                         down.bucket
    │   └── DiskFull             no space left where artifacts go                 down.disk
    ├── BadModel                 weights truncated, altered, of another version        exit code 5
    ├── BadAnnotations           training data that cannot be trained on               exit code 6
    ├── BadOption                an option that a family does not have                 exit code 2
    └── BadQuery                 SQL that is not a single reading statement            exit code 2

Anything else is a bug, exits with 1 and shows its traceback.
"""

from __future__ import annotations

from typing import ClassVar

from extractors.types import Failure


class DocrowError(Exception):
    """`code` is stable and machine-readable; `remedy` says what to do. Neither holds what stands in a document."""

    code: ClassVar[str] = "docrow"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, remedy: str = "", code: str = "") -> None:
        super().__init__(message, remedy, code)
        self.message = message
        self.remedy = remedy
        if code:
            self.code = code  # type: ignore[misc]

    def __str__(self) -> str:
        return f"{self.message}; {self.remedy}" if self.remedy else self.message


class DocumentError(DocrowError):
    """This document cannot be read; the others can."""

    code = "document"
    exit_code = 3

    def failure(self, key: str, stage: str, document_id: str = "") -> Failure:
        return Failure(key, stage, self.code, self.message, self.remedy, document_id)


class Unsupported(DocumentError):
    code = "unsupported.unknown"


class Encrypted(DocumentError):
    code = "encrypted"


class Damaged(DocumentError):
    code = "damaged"


class OverLimit(DocumentError):
    code = "limit"


class Crashed(DocumentError):
    code = "crashed"


class Outage(DocrowError):
    """The world is broken; retry later, nothing is lost."""

    code = "outage"
    exit_code = 4


class MissingProgram(Outage):
    code = "missing.program"


class MissingLanguage(Outage):
    code = "missing.language"


class MissingLibrary(Outage):
    code = "missing.library"


class DatabaseDown(Outage):
    code = "down.database"


class BucketDown(Outage):
    code = "down.bucket"


class DiskFull(Outage):
    code = "down.disk"


class BadModel(DocrowError):
    code = "model"
    exit_code = 5


class BadOption(DocrowError):
    """An option that a family does not have."""

    code = "option"
    exit_code = 2


class BadAnnotations(DocrowError):
    """`problems` has a line for each annotation that is wrong."""

    code = "annotations"
    exit_code = 6

    def __init__(self, message: str, remedy: str = "", problems: tuple[str, ...] = ()) -> None:
        super().__init__(message, remedy)
        self.problems = problems


class BadQuery(DocrowError):
    code = "query"
    exit_code = 2
