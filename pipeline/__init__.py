"""Kota Cerdas: press releases in, traceable program figures out. A plain library; the stages stand in alphabetical order."""
