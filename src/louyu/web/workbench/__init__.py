"""工作台 workbench: where people send, correct, decide, build and look into the log."""
