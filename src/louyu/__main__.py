"""``python -m louyu`` is ``louyu``."""

from louyu.cli import main

main()
