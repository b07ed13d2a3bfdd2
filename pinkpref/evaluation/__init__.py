"""What may be said of a training: `assess`, and every figure behind its answer; and of labels, changes and tries."""

from pinkpref.evaluation.assessment import assess
from pinkpref.evaluation.comparison import Comparison, compare
from pinkpref.evaluation.kernel_test import Signal, signal
from pinkpref.evaluation.multiple_testing import Price, price
from pinkpref.evaluation.verdict import Verdict

__all__ = ["Comparison", "Price", "Signal", "Verdict", "assess", "compare", "price", "signal"]
