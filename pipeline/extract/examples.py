"""The codebook's examples as tests: each is read, and must get its indicator; each counterexample must not."""

from collections.abc import Iterator, Mapping

from pipeline.errors import UsageError
from pipeline.extract.codebook import Codebook, IndicatorRule, problems_of, read_codebook
from pipeline.extract.codebook.problem import Problem
from pipeline.extract.extract import extract
from pipeline.model import Figure


def check_codebook(files: Mapping[str, bytes]) -> list[Problem]:
    """All that is wrong with a codebook, its examples included. UsageError for a file that cannot be parsed."""
    found = problems_of(files)
    try:
        return [*found, *failures(read_codebook(files))]
    except UsageError as error:
        return found or [Problem("codebook", "as a whole", f"cannot be read: {error}")]


def failures(codebook: Codebook) -> Iterator[Problem]:
    """Examples that are not read as the codebook says."""
    for rule in codebook.rules:
        for example in rule.examples:
            if said := _wrong(rule, _figures(example, codebook)):
                yield Problem("indicators.toml", rule.indicator_id, f"has an example that {said}: {example}")
        for example in rule.counterexamples:
            figures = _figures(example, codebook)
            if not figures:
                yield Problem("indicators.toml", rule.indicator_id, f"has a counterexample without a figure: {example}")
            elif rule.indicator_id in {figure.indicator_id for figure in figures}:
                yield Problem("indicators.toml", rule.indicator_id, f"is read from its counterexample: {example}")


def _figures(sentence: str, codebook: Codebook) -> tuple[Figure, ...]:
    return extract(sentence, codebook=codebook).figures


def _wrong(rule: IndicatorRule, figures: tuple[Figure, ...]) -> str:
    """What is wrong with the figures of an example; empty if nothing is."""
    if len(figures) != 1:
        return f"has {len(figures)} figures, not one"
    (figure,) = figures
    if figure.indicator_id != rule.indicator_id:
        return f"is read as {figure.indicator_id}"
    if rule.programs and figure.program_id not in (None, *rule.programs):
        return f"is read as of the programme {figure.program_id}, which the entry does not name"
    return ""
