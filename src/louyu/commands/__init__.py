"""The commands of ``louyu``, one file per noun; cli.py mounts them."""
