"""`python -m pipeline.cli` is `docrow`."""

from pipeline.cli import main

main()
