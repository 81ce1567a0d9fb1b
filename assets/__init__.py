"""Dagster around the pipeline: thin nouns in flow order. What belongs here is wiring; what decides anything is in `pipeline`."""
