"""核对行动方案: every rule run over a plan: the document held against itself."""

from louyu.plan import (
    audit_areas,
    audit_descriptions,
    audit_form,
    audit_projects,
    audit_targets,
    audit_tasks,
    audit_units,
)
from louyu.plan.finding import RULES, SEVERITIES, Finding
from louyu.plan.plan import Plan

THEMES_READ = (
    audit_targets,
    audit_areas,
    audit_descriptions,
    audit_projects,
    audit_tasks,
    audit_units,
    audit_form,
)
"""Modules that register rules when imported."""


def plan_findings(plan: Plan) -> list[Finding]:
    """All findings, the gravest first, within one severity by rule and place."""
    order = {severity: at for at, severity in enumerate(SEVERITIES)}
    found = [finding for rule in RULES.values() for finding in rule.run(plan)]
    return sorted(found, key=lambda finding: order[finding.severity])
