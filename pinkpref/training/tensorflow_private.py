"""Everything of TensorFlow and Keras that is no public interface, each behind a name that says what it is for.

``tests/pinkpref/training/test_tensorflow_private.py`` names the one that has moved, after an upgrade.
"""

from __future__ import annotations

import hashlib
import itertools
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

_tracing = threading.Lock()
_traced: Counter[str] = Counter()


def captured_variables(concrete: Any) -> list[Any]:
    """The variables that a concrete function uses, in the order in which `call` takes them."""
    return [next(v for v in concrete.variables if v.handle is handle) for handle in concrete.captured_inputs]


@contextmanager
def names_of(key: object) -> Iterator[None]:
    """Within it, what is traced is numbered from ``key`` on, and not from what this process has traced before.

    XLA's cache on disk knows a program by its name too. One thread at a time; another that makes a variable meanwhile
    takes a number away, which costs a compilation and no more.

    Nor is noted from which line of Python each operation comes: XLA would write that out for each, some 10 MB a kind.
    """
    from tensorflow.python.framework import ops

    with _tracing:
        before = _traced[repr(key)]  # TensorFlow knows no name twice
        _traced[repr(key)] += 1
        digest = hashlib.blake2b(repr((key, before)).encode(), digest_size=5).digest()
        numbers = itertools.count(int.from_bytes(digest) << 20)
        ops.get_default_graph()  # a thread's first one takes a number
        session = ops.pywrap_tf_session
        numbered, traced = ops.uid, session.TF_SetOpStackTrace
        ops.uid, session.TF_SetOpStackTrace = lambda: next(numbers), lambda *_: None
        try:
            yield
        finally:
            ops.uid, session.TF_SetOpStackTrace = numbered, traced


def inference_function(concrete: Any) -> Any:
    """A concrete function without what derives it, without its checks of every call, and without Python's graphs.

    TensorFlow has its own copy of those. After this the concrete function is of no use.
    """
    from tensorflow.python.framework.func_graph import dismantle_func_graph

    function = concrete.inference_fn
    for each in (function, *function.children):
        graph, each._cached_graph = each.graph, None
        dismantle_func_graph(graph)
    return function


def call(function: Any, tensors: Iterable[Any], variables: Iterable[Any]) -> list[Any]:
    """Calls an inference function on these variables in the place of those that it was traced with."""
    results: list[Any] = function.call_preflattened([*tensors, *(variable.handle for variable in variables)])
    return results


def slot_variables(optimizer: Any) -> list[Any]:
    """A built Keras optimizer's variables but the count of steps and the learning rate, which come first."""
    slots: list[Any] = optimizer.variables[2:]
    return slots


def shared_array(tensor: Any) -> NDArray[np.float32]:
    """A tensor's numbers where TensorFlow has them: no copy is made."""
    return np.asarray(memoryview(tensor))
