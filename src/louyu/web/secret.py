"""密钥 secret: the key that signs what the site hands out, made once, kept in home."""

import os
import secrets
from pathlib import Path

FILE = "secret_key"


def secret_key(home: Path) -> str:
    """The key of this home; made on first use, readable by its owner only (0600)."""
    path = home / FILE
    home.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(64)
        file.write(key)
    return key
