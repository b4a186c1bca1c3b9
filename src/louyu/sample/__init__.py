"""演示区县 sample: departments' files of an invented district and the truth beside them (演示数据).

`world` draws what is true, `departments` says what would be reported of it, `dirt` what goes wrong,
`delivery` and `layout` how the files look and when they come, `files` writes them; `truth` counts
every indicator from the world itself, `check` holds an edition's values against it.
"""

from louyu.sample.generate import Sample, sample_write
from louyu.sample.rates import Dirt
from louyu.sample.scale import Scale
from louyu.sample.span import Span

__all__ = ["Dirt", "Sample", "Scale", "Span", "sample_write"]
