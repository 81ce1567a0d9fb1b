"""The statistical metadata of Satu Data Indonesia (BPS Regulation 5/2020): the activity, its variables, its indicators.

Nothing is declared here that the schema or the codebook declares: items are made of these, and of words.toml and activity.toml,
which say what follows from the design. docs/publication.md says where the list of items comes from.
"""

from pipeline.publish.satu_data.activity import Block, activity
from pipeline.publish.satu_data.indicators import indicators
from pipeline.publish.satu_data.variables import variables
from pipeline.publish.satu_data.words import INDICATOR_ITEMS, VARIABLE_ITEMS, Items

__all__ = ["INDICATOR_ITEMS", "VARIABLE_ITEMS", "Block", "Items", "activity", "indicators", "variables"]
