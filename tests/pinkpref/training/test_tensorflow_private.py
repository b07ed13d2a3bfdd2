"""Each private name of TensorFlow and Keras still is what pinkpref takes it for."""

import gc
import subprocess
import sys
import weakref
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from pinkpref.models import network
from pinkpref.models.network import ModelSpec
from pinkpref.models.settings import OPTIMIZERS, Settings
from pinkpref.training import tensorflow_private

MOVED = "TensorFlow {tf} or Keras {keras} has {thing} no more: see pinkpref/training/tensorflow_private.py"


def moved(thing):
    return MOVED.format(tf=tf.__version__, keras=keras.__version__, thing=thing)


@pytest.fixture(scope="module")
def traced():
    """A compiled function of one argument, which uses two variables, and these: it counts, and adds the other."""
    count, offset = tf.Variable(0.0), tf.Variable(10.0)

    def compute(number):
        count.assign_add(1)
        return number + offset, count.read_value()

    specification = tf.TensorSpec((), tf.float32)
    return tf.function(compute, autograph=False, jit_compile=True).get_concrete_function(specification), count, offset


@pytest.mark.parametrize("name", ["inference_fn", "captured_inputs", "variables"])
def test_a_concrete_function_has(traced, name):
    assert hasattr(traced[0], name), moved(f"ConcreteFunction.{name}")


def test_a_variable_has_a_handle():
    assert hasattr(tf.Variable(0.0), "handle"), moved("Variable.handle")


def test_an_inference_function_takes_tensors_and_handles_in_one_list(traced):
    assert hasattr(traced[0].inference_fn, "call_preflattened"), moved("inference_fn.call_preflattened")


def test_captured_variables_are_those_that_the_function_uses(traced):
    concrete, *used = traced
    captured = tensorflow_private.captured_variables(concrete)
    assert sorted(map(id, captured)) == sorted(map(id, used)), moved("one captured input for each variable")


def test_an_inference_function_has_let_go_of_python_s_graphs():
    @tf.function(autograph=False)
    def compute(number):
        return tf.while_loop(lambda at: at < number, lambda at: (at + 1,), (0,))

    concrete = compute.get_concrete_function(tf.TensorSpec((), tf.int32))
    graphs = [weakref.ref(each.graph) for each in (concrete.inference_fn, *concrete.inference_fn.children)]
    function = tensorflow_private.inference_function(concrete)
    del compute, concrete
    gc.collect()
    assert len(graphs) > 1, moved("AtomicFunction.children")
    assert not any(graph() for graph in graphs), moved("AtomicFunction._cached_graph")
    assert int(tensorflow_private.call(function, [tf.constant(3)], [])[0]) == 3


def test_within_names_of_nothing_notes_where_it_comes_from():
    with tensorflow_private.names_of("nowhere"), tf.Graph().as_default():
        assert not tf.constant(1).op.traceback, moved("TF_SetOpStackTrace")
    with tf.Graph().as_default():
        assert tf.constant(1).op.traceback


def test_a_call_uses_the_variables_that_it_is_given_and_no_others(traced):
    concrete, count, offset = traced
    others = {id(count): tf.Variable(5.0), id(offset): tf.Variable(20.0)}
    given = [others[id(variable)] for variable in tensorflow_private.captured_variables(concrete)]
    function = tensorflow_private.inference_function(concrete)
    found = tensorflow_private.call(function, [tf.constant(1.0)], given)
    assert [float(tensor) for tensor in found] == [21, 6], moved("the order of call_preflattened")
    assert (float(count), float(others[id(count)])) == (0, 6)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_slot_variables_are_all_but_the_count_of_steps_and_the_learning_rate(name):
    optimizer = network.optimizer(ModelSpec.of(Settings(optimizer=name), 3), learning_rate=0.125)
    optimizer.build([tf.Variable(np.ones((4, 2), np.float32))])
    slots = tensorflow_private.slot_variables(optimizer)
    count, rate = optimizer.variables[:2]
    assert len(optimizer.variables) == len(slots) + 2
    assert count is optimizer.iterations, moved("a Keras optimizer whose first variable counts the steps")
    assert float(rate.value) == 0.125, moved("a Keras optimizer whose second variable is the learning rate")
    assert {tuple(slot.shape) for slot in slots} <= {(4, 2), ()}, moved("slots of a variable's shape")


def test_an_array_shares_the_memory_of_its_tensor():
    tensor = tf.constant([1.0, 2.0, 3.0])
    first, second = tensorflow_private.shared_array(tensor), tensorflow_private.shared_array(tensor)
    assert first.tolist() == [1, 2, 3]
    assert np.shares_memory(first, second), moved("EagerTensor's buffer")


def names(key):
    """Of a function and of the one of its loop, traced under this key."""
    with tensorflow_private.names_of(key):
        concrete = tf.function(
            lambda number: tf.while_loop(lambda at: at < number, lambda at: (at + 1,), (0,)), autograph=False
        ).get_concrete_function(tf.TensorSpec((), tf.int32))
    library = concrete.graph.as_graph_def().library.function
    return concrete.name, sorted(function.signature.name for function in library)


TRACED = """
import sys, tensorflow as tf
sys.path.insert(0, {tests!r})
from tests.pinkpref.training.test_tensorflow_private import names
for key in sys.argv[1:]:
    print(names(key))
"""


def test_names_depend_on_the_key_and_not_on_what_was_traced_before():
    script = TRACED.format(tests=str(Path(__file__).parents[3]))
    one, other = (
        subprocess.run([sys.executable, "-c", script, *keys], check=True, capture_output=True, text=True).stdout
        for keys in (["first", "second"], ["second", "first"])
    )
    assert one.splitlines() == other.splitlines()[::-1], moved("ops.uid")
    assert len(set(one.splitlines())) == 2


def test_a_key_that_is_traced_again_gets_other_names():
    assert names("twice") != names("twice")
