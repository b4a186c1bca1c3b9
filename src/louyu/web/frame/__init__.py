"""页框 frame: what stands around every page: head, menu, foot, errors, the one style sheet."""
