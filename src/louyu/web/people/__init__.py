"""人员 people: who may see what."""
