"""Is it fit to publish? Each check returns what it found; a failed blocking check stops publication, and says by which row."""

from pipeline.gate.accounting import every_number_accounted_for
from pipeline.gate.agencies import no_agency_came_back_empty
from pipeline.gate.layouts import index_layouts_hold, release_layouts_hold
from pipeline.gate.quarantine import nothing_quarantined
from pipeline.gate.quotes import every_quote_stands_where_it_says
from pipeline.gate.series import series_hold

__all__ = [
    "every_number_accounted_for",
    "every_quote_stands_where_it_says",
    "index_layouts_hold",
    "no_agency_came_back_empty",
    "nothing_quarantined",
    "release_layouts_hold",
    "series_hold",
]
