"""Shared by all tests: hypothesis without a clock, for machines here differ in speed."""

from hypothesis import settings

settings.register_profile("louyu", deadline=None)
settings.load_profile("louyu")
