"""Dagster around the pipeline: thin nouns in flow order. What belongs here is wiring; what decides anything is in `pipeline`."""

import warnings

# `backfill_policy` is marked beta in Dagster 1.13, which the lock file pins; saying so at each start helps nobody.
warnings.filterwarnings("ignore", message=".*is currently in beta")
