"""`python -m himaya` is the command line."""

from himaya.cli import main

main()
