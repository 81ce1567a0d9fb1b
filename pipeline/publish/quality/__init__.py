"""Quality stated with the data: what is counted (figures.toml), and how extraction scored where the right answers are known (scores.json)."""

from pipeline.publish.quality.figures import FIGURES, Figure, Figures, count_figures
from pipeline.publish.quality.scores import SCORES, Scores

__all__ = ["FIGURES", "SCORES", "Figure", "Figures", "Scores", "count_figures"]
