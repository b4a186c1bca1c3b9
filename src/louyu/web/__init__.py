"""网页 web: the face. It reads editions and computes nothing."""
