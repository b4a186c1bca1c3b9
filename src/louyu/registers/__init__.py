"""台账 registers: statements become one row per building, per enterprise, per tenancy.

Everything is Ibis expressions over tables; only identity goes from Arrow to Arrow. The stage knows
no engine: whoever calls it hands in something that can keep a table (`Keeper`), and every function
of the stage is pure.

For the pipeline there is one call::

    from louyu.registers.order import registers

    registers(
        statements,      # Mapping dataset -> table of noun <dataset>_statement: clean rows of all
                         # batches in force, of months up to ``until``; every dataset is present
        coverage,        # noun coverage, months up to ``until``
        batch,           # noun batch: at least every batch in force
        *,
        until,           # the edition's month
        district,        # District
        keeper,          # has table(arrow), materialise(expr), arrow(expr): an Engine does
    ) -> dict[str, ibis.Table]

It returns, by noun and in this order, tables with exactly the noun's columns and types: building,
disagreement, enterprise, every resolved register (space, statistical_unit, headquarters, insured,
power, party_body, recognition, evaluation, renovation, operated_space, project, parcel, facility,
walk_network, lead), tenancy, tax, building_tax, building_month, unresolved. All but disagreement,
unresolved and walk_network are already materialised. No row order is promised: the writer sorts.
"""
