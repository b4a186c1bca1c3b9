"""The database itself refuses to change or remove a line of the operation log."""

from django.db import migrations

REFUSED = "操作日志只能追加"

SQLITE = [
    f"""CREATE TRIGGER ledger_entry_no_{what} BEFORE {what.upper()} ON ledger_entry
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"""
    for what in ("update", "delete")
]
POSTGRESQL = [
    f"""CREATE FUNCTION ledger_entry_refused() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$""",
    """CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_refused()""",
    """CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_refused()""",
]


def refuse(_apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL if postgresql else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = (("ledger", "0001_initial"),)
    operations = (migrations.RunPython(refuse, migrations.RunPython.noop),)
