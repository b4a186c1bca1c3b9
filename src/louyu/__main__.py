"""``python -m louyu`` is ``louyu``."""

from louyu.cli import main

# Processes that a build starts for addresses load this module again, and are no command.
if __name__ == "__main__":
    main()
