"""What may be said of a training: `assess`, and every figure behind its answer."""

from pinkpref.evaluation.verdict import Verdict, assess

__all__ = ["Verdict", "assess"]
