"""The ledger's tables as they came to be, written by Django."""
