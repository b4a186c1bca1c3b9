"""更新 renewal: an edition made over the last one, so that it costs what changed (ADR 0008).

``touched`` tells what must be made again, ``assembly`` puts the edition's tables together.
"""
