"""行动方案: an action-plan document read into targets, goals, tasks and projects, and audited."""
