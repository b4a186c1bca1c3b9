"""数据源 sources: received files become checked statements."""
